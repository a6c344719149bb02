package incident

import "incidentmap/internal/edtf"

// DatePrecisions lists the date precisions as words.
var DatePrecisions = words(edtf.Precisions)

// ShippedKinds and ShippedEventTypes are the vocabularies of the shipped
// dataset.
var (
	ShippedKinds = []Term{{"attack", "Attack"}, {"operation", "Operation"}}

	ShippedEventTypes = []Term{
		{"suicide_bombing", "Suicide bombing"}, {"bombing", "Bombing"}, {"complex_attack", "Complex attack"},
		{"armed_assault", "Armed assault"}, {"armed_clash", "Armed clash"}, {"rocket_fire", "Rocket fire"},
		{"air_strike", "Air strike"}, {"drone_strike", "Drone strike"}, {"raid", "Raid"}, {"arrest", "Arrest"},
		{"clearing_operation", "Clearing operation"}, {"offensive", "Offensive"}, {"hostage_taking", "Hostage taking"},
		{"assassination", "Assassination"}, {"other", "Other"},
	}
)
