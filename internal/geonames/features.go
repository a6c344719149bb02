package geonames

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer"
)

// Kind is what a feature code is to a gazetteer of incidents.
type Kind struct {
	Class gazetteer.Class
	// RadiusM is the radius in metres that a place of the kind is taken to have; 0
	// where it is estimated: of a town by its inhabitants, of a unit by its towns.
	RadiusM float64
}

// Radii of kinds whose extent GeoNames does not give. They are wide rather than
// narrow: of a valley or a region the point may lie at an end.
const (
	siteM    = 300
	campusM  = 1000
	airportM = 3000
	stripM   = 1500
	quarterM = 2000
	valleyM  = 25_000
	regionM  = 100_000
	seaM     = 300_000
)

// kinds are the kinds by feature code, as GeoNames' featureCodes_en.txt lists them.
// Codes that are not here, and no building's, are left out: rivers, roads, wells,
// what lies under the sea, and what is gone.
var kinds = map[string]Kind{
	"A.ADM1": {gazetteer.Admin1, 0}, "A.ADM1H": {gazetteer.Admin1, 0},
	"A.ADM2": {gazetteer.Admin2, 0}, "A.ADM2H": {gazetteer.Admin2, 0}, "A.ADM3": {gazetteer.Admin2,
		0}, "A.ADM4": {gazetteer.Admin2, 0},
	"A.ADM5": {gazetteer.Admin2, 0}, "A.ADMD": {gazetteer.Admin2, 0}, "A.PRSH": {gazetteer.Admin2, 0},
	"A.PCLI": {gazetteer.Country, 0}, "A.PCL": {gazetteer.Country, 0}, "A.PCLD": {gazetteer.Country,
		0}, "A.PCLF": {gazetteer.Country, 0},
	"A.PCLIX": {gazetteer.Country, 0}, "A.PCLS": {gazetteer.Country, 0}, "A.TERR": {gazetteer.Country, 0},
	"A.ZN": {gazetteer.Area, regionM}, "A.LTER": {gazetteer.Area, regionM},

	"L.RGN": {gazetteer.Area, regionM}, "L.RGNE": {gazetteer.Area, regionM}, "L.AREA": {gazetteer.Area,
		regionM}, "L.TRB": {gazetteer.Area, regionM},
	"L.RES": {gazetteer.Area, valleyM}, "L.RESN": {gazetteer.Area, valleyM}, "L.PRK": {gazetteer.Area,
		valleyM}, "L.OILF": {gazetteer.Area, valleyM},
	"L.LCTY": {gazetteer.Locality, 5000}, "L.MILB": {gazetteer.Vicinity, airportM}, "L.NVB": {gazetteer.Vicinity,
		airportM},
	"L.INDS": {gazetteer.Vicinity, quarterM}, "L.PRT": {gazetteer.Vicinity, airportM}, "L.BTL": {gazetteer.Vicinity,
		airportM},

	"T.VAL": {gazetteer.Area, valleyM}, "T.VALS": {gazetteer.Area, valleyM}, "T.VALG": {gazetteer.Area,
		valleyM}, "T.GRGE": {gazetteer.Area, valleyM},
	"T.MT": {gazetteer.Area, 10_000}, "T.HLL": {gazetteer.Area, 5000}, "T.MTS": {gazetteer.Area,
		regionM}, "T.HLLS": {gazetteer.Area, valleyM},
	"T.PASS": {gazetteer.Vicinity, 5000}, "T.ISL": {gazetteer.Area, valleyM}, "T.ISLS": {gazetteer.Area, regionM},
	"T.PEN": {gazetteer.Area, regionM}, "T.CAPE": {gazetteer.Vicinity, 5000}, "T.PLN": {gazetteer.Area,
		valleyM}, "T.PLAT": {gazetteer.Area, valleyM},
	"T.DSRT": {gazetteer.Area, regionM},

	"H.OCN": {gazetteer.Offshore, 3_000_000}, "H.SEA": {gazetteer.Offshore, seaM}, "H.GULF": {gazetteer.Offshore, seaM},
	"H.STRT": {gazetteer.Offshore, regionM}, "H.BAY": {gazetteer.Offshore, valleyM}, "H.LK": {gazetteer.Area,
		valleyM}, "H.RSV": {gazetteer.Area, valleyM},

	"S.AIRP": {gazetteer.Vicinity, airportM}, "S.AIRB": {gazetteer.Vicinity, airportM}, "S.AIRF": {gazetteer.Vicinity,
		stripM},
	"S.AIRH": {gazetteer.Vicinity, stripM}, "S.UNIV": {gazetteer.Vicinity, campusM}, "S.CMP": {gazetteer.Vicinity,
		campusM},
	"S.CMPRF": {gazetteer.Vicinity, quarterM}, "S.MN": {gazetteer.Vicinity, campusM}, "S.MNC": {gazetteer.Vicinity,
		campusM},
	"S.EST": {gazetteer.Vicinity, quarterM}, "S.FRM": {gazetteer.Vicinity, quarterM}, "V.FRST": {gazetteer.Area,
		valleyM},
	"P.PPLX": {gazetteer.Vicinity, quarterM}, "R.RDJCT": {gazetteer.Vicinity, campusM}, "R.TNL": {gazetteer.Vicinity,
		campusM},
}

// KindOf is the kind of a feature, and whether it is one that an incident happens at.
// Of towns all are, save the historical ones, and of buildings all, save those that
// are abandoned or ancient.
func KindOf(class, code string) (Kind, bool) {
	if k, known := kinds[class+"."+code]; known {
		return k, true
	}
	switch class {
	case "P":
		return Kind{Class: gazetteer.Locality}, code != "PPLH" && code != "PPLCH"
	case "S":
		return Kind{gazetteer.Exact, siteM}, code != "" && code != "ANS" && code != "AIRQ" &&
			!strings.HasSuffix(code, "Q")
	}
	return Kind{}, false
}

// FeatureClasses are the letters of GeoNames' feature classes: administrative units,
// water, areas, towns, roads, buildings, mountains, the undersea, forests.
var FeatureClasses = []string{"A", "H", "L", "P", "R", "S", "T", "U", "V"}

// classOf is the class of a text in a table of places: one of ours, or a code of
// GeoNames with its class ("P.PPL") or without ("PPL").
func classOf(text string) (Kind, string, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Kind{Class: gazetteer.Locality}, "PPL", true
	}
	lower := gazetteer.Class(strings.ToLower(text))
	if r, own := ownRadii[lower]; own {
		return Kind{lower, r}, features[lower], true
	}
	upper := strings.ToUpper(text)
	if class, code, ok := strings.Cut(upper, "."); ok {
		k, ok := KindOf(class, code)
		return k, code, ok
	}
	if strings.HasPrefix(upper, "PPL") {
		k, ok := KindOf("P", upper)
		return k, upper, ok
	}
	i := slices.IndexFunc(FeatureClasses, func(c string) bool { _, known := kinds[c+"."+upper]; return known })
	if i >= 0 {
		return kinds[FeatureClasses[i]+"."+upper], upper, true
	}
	return Kind{}, "", false
}

// ownRadii are our classes with the radius of a place of which only the class is
// known, as in Kind.
var ownRadii = map[gazetteer.Class]float64{
	gazetteer.Exact: siteM, gazetteer.Vicinity: quarterM, gazetteer.Locality: 0, gazetteer.Admin2: 0,
	gazetteer.Admin1: 0,
	gazetteer.Area:   regionM, gazetteer.Offshore: regionM, gazetteer.Country: 0,
}

// features are the feature codes of places of which only our class is known.
var features = map[gazetteer.Class]string{
	gazetteer.Exact: "SITE", gazetteer.Vicinity: "SITE", gazetteer.Locality: "PPL", gazetteer.Admin2: "ADM2",
	gazetteer.Admin1: "ADM1",
	gazetteer.Area:   "AREA", gazetteer.Offshore: "SEA", gazetteer.Country: "PCLI",
}
