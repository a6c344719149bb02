package geojson

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// What others call the members of a source, the likeliest first.
var (
	sourceTitles     = []string{"title", "name", "headline", "label", "description", "text"}
	sourceURLs       = []string{"url", "link", "href", "uri", "source_url"}
	sourcePublishers = []string{"publisher", "outlet", "organization", "organisation", "author", "source", "site"}
	sourceDates      = []string{"date", "published", "published_at", "publication_date", "pubdate"}
)

// ownSource are the members of a source in our own files.
var ownSource = []string{"key", "title", "publisher", "url", "date", "locator"}

// readSources reads sources as our own files have them, a list of objects as others write
// them, or a list of their titles or addresses.
func readSources(raw json.RawMessage, into *[]incident.Source) error {
	if titles, ok := ingest.Items(string(raw)); ok && len(titles) > 0 {
		*into = make([]incident.Source, len(titles))
		for i, title := range titles {
			(*into)[i] = namedSource(i, incident.Source{Title: title})
		}
		return nil
	}
	var objects []map[string]json.RawMessage
	if json.Unmarshal(raw, &objects) != nil || !slices.ContainsFunc(objects, isForeign) {
		return nestedList(map[string]json.RawMessage{"sources": raw}, "sources", into)
	}
	*into = make([]incident.Source, len(objects))
	for i, o := range objects {
		(*into)[i] = namedSource(i, foreignSource(o))
	}
	return nil
}

// isForeign reports whether a source has members that ours do not have.
func isForeign(source map[string]json.RawMessage) bool {
	for name := range source {
		if !slices.ContainsFunc(ownSource, func(own string) bool { return strings.EqualFold(own, name) }) {
			return true
		}
	}
	return false
}

// foreignSource reads a source by what its members are called. Those that say nothing a
// source of ours has are kept in its locator.
func foreignSource(o map[string]json.RawMessage) (src incident.Source) {
	left := map[string]string{}
	for name, raw := range o {
		text, kind := ingest.JSONCell(raw)
		if kind != ingest.KindAbsent && text != "" {
			left[name] = text
		}
	}
	take := func(names []string) string {
		for _, name := range names {
			for member, text := range left {
				if strings.EqualFold(member, name) {
					delete(left, member)
					return text
				}
			}
		}
		return ""
	}
	src.Key, src.URL, src.Title = take([]string{"key"}), take(sourceURLs), take(sourceTitles)
	src.Publisher, src.Date, src.Locator = take(sourcePublishers), take(sourceDates), take([]string{"locator"})
	rest := make([]string, 0, len(left)+1)
	if src.Locator != "" {
		rest = append(rest, src.Locator)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		rest = append(rest, name+": "+left[name])
	}
	src.Locator = strings.Join(rest, "; ")
	return src
}

// namedSource gives a source a key and a title where it has none, and an address where its
// title is one.
func namedSource(i int, src incident.Source) incident.Source {
	if src.Key == "" {
		src.Key = fmt.Sprintf("source-%d", i+1)
	}
	if src.URL == "" && incident.WebURL(src.Title) {
		src.URL = src.Title
	}
	if src.Title == "" {
		src.Title = firstOf(src.Publisher, src.URL, src.Key)
	}
	return src
}
