package server

import (
	"github.com/labstack/echo/v4"

	"incidentmap/geo"
	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// collectionDoc describes a collection (17-069r4 clause 7.13) with what the
// map needs to know about its dataset.
type collectionDoc struct {
	ID           string                     `json:"id"`
	Title        string                     `json:"title"`
	Description  string                     `json:"description,omitempty"`
	Extent       *extentDoc                 `json:"extent,omitempty"`
	ItemType     string                     `json:"itemType"`
	CRS          []string                   `json:"crs"`
	StorageCRS   string                     `json:"storageCrs"`
	Licence      string                     `json:"license,omitempty"`
	Attribution  string                     `json:"attribution,omitempty"`
	Dataset      string                     `json:"dataset"`
	ContextOf    string                     `json:"contextOf,omitempty"` // the dataset that this is a context layer of
	Release      string                     `json:"release,omitempty"`
	Citation     string                     `json:"citation,omitempty"`
	DataVersion  string                     `json:"dataVersion"`
	Items        int                        `json:"numberOfItems"`
	Vocabularies map[string][]incident.Term `json:"vocabularies"`
	Columns      []columnDoc                `json:"columns"`
	Figures      []string                   `json:"figures"` // what any incident has a figure of: fatalities, injuries
	Shipped      bool                       `json:"shipped,omitempty"`
	LeftOut      int                        `json:"leftOut"` // rows of its file that were left out: see its report
	Links        []link                     `json:"links"`
}

// columnDoc is a column of the dataset's own.
type columnDoc struct {
	incident.Column
	// Facet says that its values are few enough to be counted (facets?by=).
	Facet bool `json:"facet"`
}

func columnDocs(d *incident.Dataset, countable func(column int) bool) []columnDoc {
	out := make([]columnDoc, len(d.Columns))
	for i, c := range d.Columns {
		out[i] = columnDoc{c, countable(i)}
	}
	return out
}

type extentDoc struct {
	Spatial  *spatialDoc  `json:"spatial,omitempty"`
	Temporal *temporalDoc `json:"temporal,omitempty"`
}

type spatialDoc struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporalDoc struct {
	Interval [][2]string `json:"interval"`
	TRS      string      `json:"trs"`
}

func (s *Server) listCollections(c echo.Context) error {
	f, err := s.plainFormat(c)
	if err != nil {
		return err
	}
	all, err := s.collections(c)
	if err != nil {
		return err
	}
	versions := ""
	docs := make([]collectionDoc, len(all))
	views := map[string]store.View{} // of all collections of a dataset one
	for i, col := range all {
		v, ok := views[col.Dataset.ID]
		if !ok {
			if v, err = s.cfg.Catalog.View(c.Request().Context(), &col); err != nil {
				return err
			}
			views[col.Dataset.ID] = v
		}
		if docs[i], err = s.describe(c, col, v); err != nil {
			return err
		}
		versions += s.dataVersion(col.Dataset, v.Stats())
	}
	if s.fresh(c, versions, f.Name) {
		return notModified(c)
	}
	return s.document(c, f, "Collections", map[string]any{
		"collections": docs, "crs": crsURIs(), "links": s.representations(c, plainEndpoint.formats, f)})
}

func (s *Server) getCollection(c echo.Context) error {
	f, col, v, err := s.described(c)
	if err != nil {
		return err
	}
	doc, err := s.describe(c, col, v)
	if err != nil {
		return err
	}
	if s.fresh(c, s.dataVersion(col.Dataset, v.Stats()), f.Name) {
		return notModified(c)
	}
	doc.Links = append(s.representations(c, plainEndpoint.formats, f), doc.Links[1:]...)
	return s.document(c, f, col.Title, doc)
}

func (s *Server) describe(c echo.Context, col catalog.Collection, v store.View) (collectionDoc, error) {
	stats := v.Stats()
	agg, err := v.Aggregate(c.Request().Context(), col.Filter(), incident.Aggregation{Extent: true})
	if err != nil {
		return collectionDoc{}, err
	}
	_, err = s.cfg.Catalog.Kept(&col)
	return s.collectionDoc(c, col, stats, agg, v.Countable, err == nil), nil
}

// collectionDoc describes a collection whose data are summed up already. kept says that a
// database keeps it.
func (s *Server) collectionDoc(c echo.Context, col catalog.Collection, stats store.Stats, agg *incident.Aggregates,
	countable func(column int) bool, kept bool) collectionDoc {
	d := col.Dataset
	return collectionDoc{ID: col.ID, Title: col.Title, Description: col.Description, Extent: extentOf(agg.Extent),
		ItemType: "feature", CRS: crsURIs(), StorageCRS: crs84.uri, Licence: d.Licence, Attribution: d.Attribution,
		Dataset: d.ID, ContextOf: d.ContextOf, Release: d.Release, Citation: d.Citation, DataVersion: stats.Version,
		Items: agg.Matched, Columns: columnDocs(d, countable), Figures: figuresOf(stats),
		Shipped: d.Default, LeftOut: s.leftOut(d),
		Vocabularies: map[string][]incident.Term{"kind": col.KindTerms(), "event_type": d.EventTypes},
		Links:        s.collectionLinks(c, col, kept)}
}

// leftOut counts the rows that could not be taken into a dataset.
func (s *Server) leftOut(d *incident.Dataset) int {
	if r := s.cfg.Catalog.Report(d.ID); r != nil {
		return r.LeftOut
	}
	return 0
}

// figuresOf names what the dataset has figures of, as its sums are named.
func figuresOf(st store.Stats) []string {
	names := []string{}
	if st.CountsKilled {
		names = append(names, "fatalities")
	}
	if st.CountsInjured {
		names = append(names, "injuries")
	}
	return names
}

// extentOf describes an extent; nil where there are no incidents.
func extentOf(x incident.Extent) *extentDoc {
	if !x.Dated {
		return nil
	}
	e := &extentDoc{Temporal: &temporalDoc{[][2]string{{startOf(x.Start), endOf(x.End)}},
		"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}}
	if b := x.Box; b != nil {
		e.Spatial = &spatialDoc{[][4]float64{{b.West, b.South, b.East, b.North}}, crs84.uri}
	}
	return e
}

func startOf(d geo.Day) string { return d.String() + "T00:00:00Z" }
func endOf(d geo.Day) string   { return d.String() + "T23:59:59Z" }

func (s *Server) collectionLinks(c echo.Context, col catalog.Collection, kept bool) []link {
	at := func(rest ...string) string {
		return s.href(c, append([]string{"api", "collections", col.ID}, rest...)...)
	}
	links := []link{{at(), "self", "application/json", col.Title}}
	for i, f := range itemsEndpoint.formats {
		href := at("items")
		if i > 0 {
			href += "?f=" + f.Name
		}
		links = append(links, link{href, "items", f.Type(), col.Title + " as " + f.Title})
	}
	for _, f := range incidentFormats {
		links = append(links, link{at("export") + "?f=" + f.Name, "enclosure", f.Type(), "Download as " + f.Title})
	}
	links = append(links, []link{
		{at("schema"), "describedby", "application/schema+json", "Schema of the properties"},
		{at("schema"), "http://www.opengis.net/def/rel/ogc/1.0/schema", "application/schema+json",
			"Schema of the properties"},
		{at("codebook"), "describedby", "text/html", "Codebook: what each column holds, and how often nothing"},
		{at("queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json",
			"Properties to filter by"},
		{at("queryables"), "queryables", schemaType, "Properties to filter by, for clients of the draft"},
	}...)
	if s.cfg.Catalog.Report(col.Dataset.ID) != nil {
		links = append(links, link{at("report"), "describedby", "text/html", "How it was read, and what was left out"})
	}
	if kept {
		links = append(links, link{at("changes"), "changes", "application/json",
			"What was changed since a version"})
	}
	if u, ok := licenceURLs[col.Dataset.Licence]; ok {
		links = append(links, link{u, "license", "text/html", col.Dataset.Licence})
	}
	return links
}

// licenceURLs are the pages of common licences of data.
var licenceURLs = map[string]string{
	"CC0 1.0":      "https://creativecommons.org/publicdomain/zero/1.0/",
	"CC BY 4.0":    "https://creativecommons.org/licenses/by/4.0/",
	"CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
	"ODbL 1.0":     "https://opendatacommons.org/licenses/odbl/1-0/",
}
