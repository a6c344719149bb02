package keep

import (
	"crypto/sha256"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
)

// facts are sums of what an incident is, without revision and reviews: they are the same
// where a file brings nothing new.
type facts struct {
	// told is of the whole incident. Where the file has flat columns, it is of what these
	// can tell, and sources is of the sources.
	told, sources [16]byte
}

// flat is what an incident that is brought was made of.
func (p *plan) flat(inc *incident.Incident) incident.Flat {
	if p.rows == "" {
		return incident.FlatNone
	}
	return incident.FlatOf(inc, p.rows)
}

// factsOf works out the sums of an incident.
func (p *plan) factsOf(inc *incident.Incident) (f facts, err error) {
	bare := *inc
	if p.rows != "" {
		bare = incident.Told(inc)
		f.sources = sourcesSum(inc.Sources)
	}
	bare.Revision, bare.PlaceReview, bare.RecordReview = 0, incident.Review{}, incident.Review{}
	raw, err := whole.Marshal(&bare, p.columns)
	if err != nil {
		return f, err
	}
	f.told = halfSum(raw)
	return f, nil
}

// sourcesSum is the sum of sources, whatever their keys.
func sourcesSum(sources []incident.Source) [16]byte {
	var b []byte
	for _, s := range sources {
		for _, part := range [...]string{s.Title, s.Publisher, s.URL, s.Date, s.Locator} {
			b = append(b, part...)
			b = append(b, 0) // no text has it
		}
	}
	return halfSum(b)
}

func halfSum(raw []byte) (sum [16]byte) {
	full := sha256.Sum256(raw)
	copy(sum[:], full[:])
	return sum
}
