package incident

import (
	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
)

// Incident is one dated, placed, sourced event as its sources tell it.
// Whatever is unknown is empty or nil, never a made-up default.
type Incident struct {
	// ID is unique in its dataset, matches [A-Za-z0-9._~-]+ and never changes.
	ID string
	// SourceID is the ID that the source gave, where it could not be taken
	// over as it was; else empty.
	SourceID string
	// Dataset is the ID of the dataset that the incident belongs to.
	Dataset string
	// Revision counts the changes of the record, from 1.
	Revision int

	Title     string
	Summary   string // in the editors' own words
	Kind      string // from the dataset's vocabulary
	EventType string // from the dataset's vocabulary

	// Date is in days local to the place.
	Date edtf.Date
	// Time is the local time with its offset where that is known,
	// `15:04:05±07:00`, or empty; two with a slash between are its first and
	// last.
	Time string

	// Place is where it happened; Origin, if any, where it was fired from.
	Place  Place
	Origin *Place

	Actors  []Party // who did it
	Targets []Party // whom or what it was aimed at

	Statements []Statement
	Claims     []Claim
	Sources    []Source
	// Group is the ID of the Group that owns claims shared with other
	// incidents, or empty.
	Group string

	PlaceReview  Review
	RecordReview Review

	// Extra holds the values of the dataset's extra columns, in their order:
	// string, int64, float64, bool or nil for a missing one. It is nil or as
	// long as Dataset.Columns.
	Extra []any
}

// Place is a place as written and where it was found to be.
type Place struct {
	// Text is the place as the source writes it.
	Text string
	// Points are where it happened, WGS 84 longitude and latitude in
	// degrees: none when the place is unknown, several when the incident
	// happened at several places. Such an incident still counts once.
	Points orb.MultiPoint

	Country     string // ISO 3166-1 alpha-2, or empty
	CountryName string
	Admin1      string // province, state
	Admin2      string // district

	// Precision says what the points stand for.
	Precision PlacePrecision
	// RadiusM is the distance in metres around each point that is believed
	// to hold the true place; 0 when not known.
	RadiusM float64

	// Geocoding tells how each point was found, if it was found by name.
	Geocoding []Geocoding
}

// Geocoding is the audit of one place name turned into a point.
type Geocoding struct {
	Query            string   `json:"query"`
	Role             string   `json:"role,omitempty"` // place or origin
	Matched          string   `json:"matched"`        // the gazetteer's name that matched
	GazetteerID      string   `json:"gazetteer_id"`
	GazetteerVersion string   `json:"gazetteer_version"`
	Licence          string   `json:"licence,omitempty"` // of the gazetteer's layer that answered
	Score            float64  `json:"score"`             // 0 to 1
	Alternatives     []string `json:"alternatives,omitempty"`
	Dropped          []string `json:"dropped,omitempty"`  // parts of the query that nothing was found for
	Override         string   `json:"override,omitempty"` // the source of a point set by hand
	Reviewer         string   `json:"reviewer,omitempty"`
	CheckedAgainst   string   `json:"checked_against,omitempty"`
}

// Party is someone who acted or was targeted.
type Party struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

// Source is where a fact was read.
type Source struct {
	Key       string `json:"key"` // what claims and statements refer to
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"` // never invented: empty if none was given
	Date      string `json:"date,omitempty"`
	Locator   string `json:"locator,omitempty"` // section, page
}

// Review says whether a person has checked the place or the record. A new
// revision resets it.
type Review struct {
	State    ReviewState `json:"state"`
	By       string      `json:"by,omitempty"`
	At       string      `json:"at,omitempty"` // YYYY-MM-DD
	Revision int         `json:"revision,omitempty"`
}

// ReviewState is unreviewed (also when empty) or reviewed.
type ReviewState string

// The states of a review.
const (
	Unreviewed ReviewState = "unreviewed"
	Reviewed   ReviewState = "reviewed"
)

// ReviewStates lists them.
var ReviewStates = []ReviewState{Unreviewed, Reviewed}

// PlacePrecision says what a point stands for.
type PlacePrecision string

// The precisions, from the finest. Area is a region that is no administrative
// unit (a valley, "the north"); unknown has no point at all.
const (
	PlaceExact    PlacePrecision = "exact"
	PlaceVicinity PlacePrecision = "vicinity"
	PlaceLocality PlacePrecision = "locality"
	PlaceAdmin2   PlacePrecision = "admin2"
	PlaceAdmin1   PlacePrecision = "admin1"
	PlaceArea     PlacePrecision = "area"
	PlaceOffshore PlacePrecision = "offshore"
	PlaceCountry  PlacePrecision = "country"
	PlaceUnknown  PlacePrecision = "unknown"
)

// PlacePrecisions lists all of them.
var PlacePrecisions = []PlacePrecision{PlaceExact, PlaceVicinity, PlaceLocality, PlaceAdmin2,
	PlaceAdmin1, PlaceArea, PlaceOffshore, PlaceCountry, PlaceUnknown}
