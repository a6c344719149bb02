package server

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/format"
)

// negotiate picks the format that an Accept header prefers (RFC 9110 section
// 12.5.1): the highest quality value wins, a more specific media range beats a
// wildcard, and of equals the one that the header names first. Nothing
// acceptable, or no header, gives the endpoint's default.
func (e endpoint) negotiate(accept string) format.Format {
	ranges := parseAccept(accept)
	best, bestQuality, bestPosition := e.formats[0], 0.0, 0
	for i, f := range e.formats {
		r := matchRange(ranges, f)
		if r == nil || r.quality <= 0 {
			continue
		}
		position := r.position
		if r.wildcards() > 0 { // a wildcard prefers the endpoint's own order
			position = len(ranges) + i
		}
		if r.quality > bestQuality || (r.quality == bestQuality && position < bestPosition) {
			best, bestQuality, bestPosition = f, r.quality, position
		}
	}
	return best
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	media    string // lower case, without parameters
	quality  float64
	position int
}

// wildcards counts the range's stars: 0 for a media type, 2 for */*.
func (r *mediaRange) wildcards() int { return strings.Count(r.media, "*") }

// maxRanges bounds how many elements of an Accept header are read.
const maxRanges = 64

func parseAccept(accept string) []mediaRange {
	var out []mediaRange
	for i, part := range strings.SplitN(accept, ",", maxRanges) {
		media, parameters, _ := strings.Cut(part, ";")
		media = strings.ToLower(strings.TrimSpace(media))
		if media == "" {
			continue
		}
		out = append(out, mediaRange{media, qualityOf(parameters), i})
	}
	return out
}

// qualityOf reads q of a media range's parameters; it is 1 if there is none
// and 0 if it is malformed.
func qualityOf(parameters string) float64 {
	for _, p := range strings.Split(parameters, ";") {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}

// matchRange finds the most specific range that covers a format, nil if none
// does. JSON stands for GeoJSON too, but less specifically than its own name.
func matchRange(ranges []mediaRange, f format.Format) *mediaRange {
	own := f.Type()
	major, _, _ := strings.Cut(own, "/")
	specificity := func(r *mediaRange) int {
		switch r.media {
		case own:
			return 4
		case "application/json":
			if f.Name == formatJSON.Name {
				return 3
			}
		case major + "/*":
			return 2
		case "*/*":
			return 1
		}
		return 0
	}
	if len(ranges) == 0 {
		return nil
	}
	best := slices.MaxFunc(ranges, func(a, b mediaRange) int { return cmp.Compare(specificity(&a), specificity(&b)) })
	if specificity(&best) == 0 {
		return nil
	}
	return &best
}
