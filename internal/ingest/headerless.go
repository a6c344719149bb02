package ingest

import "strings"

// GDELT's files of events have no header. These are its columns, from its codebooks of
// 1.0 and 2.0 (https://www.gdeltproject.org/data.html#documentation): the older have no
// second-level units, and the oldest no addresses of sources.
const (
	gdeltEvent = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate"
	gdeltActor = "ActorNCode ActorNName ActorNCountryCode ActorNKnownGroupCode ActorNEthnicCode ActorNReligion1Code " +
		"ActorNReligion2Code ActorNType1Code ActorNType2Code ActorNType3Code"
	gdeltAction = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources " +
		"NumArticles AvgTone"
	gdeltPlace  = "Geo_Type Geo_FullName Geo_CountryCode Geo_ADM1Code Geo_ADM2Code Geo_Lat Geo_Long Geo_FeatureID"
	gdeltSource = "DATEADDED SOURCEURL"
)

// gdeltHeader is the header of GDELT's files with so many columns; nil if they have none
// so many.
func gdeltHeader(columns int) []string {
	if columns != 57 && columns != 58 && columns != 61 {
		return nil
	}
	out := strings.Fields(gdeltEvent)
	for _, actor := range []string{"Actor1", "Actor2"} {
		out = append(out, strings.Fields(strings.ReplaceAll(gdeltActor, "ActorN", actor))...)
	}
	out = append(out, strings.Fields(gdeltAction)...)
	for _, place := range []string{"Actor1", "Actor2", "Action"} {
		for _, name := range strings.Fields(gdeltPlace) {
			if columns == 61 || name != "Geo_ADM2Code" {
				out = append(out, place+name)
			}
		}
	}
	return append(out, strings.Fields(gdeltSource)...)[:columns]
}

// KnownHeader is the header of a well-known export that has none, told by its first row;
// nil if the row is one of no such export, or is itself a header.
func KnownHeader(first []string) []string {
	header := gdeltHeader(len(first))
	if header == nil {
		return nil
	}
	date := first[1]
	if len(first[0]) < 6 || !isDigits(first[0]) || len(date) != len("20060102") || !isDigits(date) || first[2] != date[:6] ||
		first[3] != date[:4] {
		return nil
	}
	return header
}
