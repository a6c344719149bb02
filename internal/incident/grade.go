package incident

// Statement is what someone said about whether it happened (occurrence) or
// who did it (attribution). The two are graded apart.
type Statement struct {
	About  About  `json:"about"`
	Grade  string `json:"grade"`
	By     string `json:"by"`
	Words  string `json:"words,omitempty"` // in short, what they said
	Source string `json:"source"`          // Key of the source
}

// About is what a statement is about.
type About string

// The two questions that statements answer.
const (
	AboutOccurrence  About = "occurrence"
	AboutAttribution About = "attribution"
)

// The grades of occurrence: whether it happened.
const (
	Reported  = "reported"
	Confirmed = "confirmed"
	Disputed  = "disputed" // of attribution too
	Denied    = "denied"   // of attribution too
)

// The grades of attribution besides disputed and denied: who did it.
const (
	Claimed            = "claimed"
	Attributed         = "attributed"
	AttributionUnknown = "unknown"
)

// OccurrenceGrades and AttributionGrades list what the two may be.
var (
	OccurrenceGrades  = []string{Reported, Confirmed, Disputed, Denied}
	AttributionGrades = []string{Claimed, Attributed, Disputed, Denied, AttributionUnknown}
)

// Occurrence derives the grade of occurrence. Nobody's word on it is
// reported; denied by someone and affirmed by someone else is disputed.
func Occurrence(statements []Statement) string {
	said := gradesOf(statements, AboutOccurrence)
	affirmed := said[Reported] || said[Confirmed]
	switch {
	case said[Disputed], said[Denied] && affirmed:
		return Disputed
	case said[Denied]:
		return Denied
	case said[Confirmed]:
		return Confirmed
	}
	return Reported
}

// Attribution derives the grade of attribution. A claim or an attribution
// that someone else rejects is disputed; a claim outweighs an attribution.
func Attribution(statements []Statement) string {
	said := gradesOf(statements, AboutAttribution)
	named := said[Claimed] || said[Attributed]
	switch {
	case said[Disputed], said[Denied] && named:
		return Disputed
	case said[Denied]:
		return Denied
	case said[Claimed]:
		return Claimed
	case said[Attributed]:
		return Attributed
	}
	return AttributionUnknown
}

func gradesOf(statements []Statement, about About) map[string]bool {
	if len(statements) == 0 {
		return nil
	}
	said := map[string]bool{}
	for _, s := range statements {
		if s.About == about {
			said[s.Grade] = true
		}
	}
	return said
}
