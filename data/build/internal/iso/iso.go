// Package iso finds the ISO 3166-1 codes of Natural Earth's countries.
package iso

import (
	"golang.org/x/text/language"

	"incidentmap/data/build/internal/topojson"
)

// RegionOf is the alpha-2 code of a country; empty for areas without one.
// Kosovo has no numeric code and is known by its name.
func RegionOf(o *topojson.Object) (string, language.Region) {
	id, _ := o.ID.(string)
	if o.Properties["name"] == "Kosovo" {
		id = "XK"
	}
	region, err := language.ParseRegion(id)
	if err != nil || id == "" {
		return "", region
	}
	return region.String(), region
}
