package ingest

// role is what a column is to an incident.
type role uint8

// The roles. A derived column follows from others, and is not read.
const (
	roleDerived role = iota
	roleID
	roleSourceID
	roleTitle
	roleSummary
	roleKind
	roleEventType
	roleDate
	roleStart
	roleEnd
	roleYear
	roleMonth
	roleDay
	roleStartYear
	roleStartMonth
	roleStartDay
	roleEndYear
	roleEndMonth
	roleEndDay
	roleDatePrec
	roleTimePrecision
	roleTime
	roleTimeZone
	rolePlace
	roleLat
	roleLon
	roleLatlon
	roleWKT
	roleCRS
	roleCountry
	roleCountryCode
	roleCountryFIPS
	roleAdmin1
	roleAdmin2
	rolePlacePrecision
	roleWherePrec
	roleGeoPrecision
	roleSpecificity
	roleRadius
	roleActor
	roleTarget
	roleFatalitiesLow
	roleFatalitiesBest
	roleFatalitiesHigh
	roleInjuriesLow
	roleInjuriesBest
	roleInjuriesHigh
	roleOccurrence
	roleAttribution
	roleGroup
	roleSource
	roleURL
	rolePublisher
	roleSourceDate
	rolePlaceReview
	roleRecordReview
	roleRevision
	roleCount
)
