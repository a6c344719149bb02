package server

import (
	"context"

	"github.com/labstack/echo/v4"

	"incidentmap/geo"
	"incidentmap/internal/incident"
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
	Columns      []incident.Column          `json:"columns"`
	Figures      []string                   `json:"figures"` // what any incident has a figure of: fatalities, injuries
	Links        []link                     `json:"links"`
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
	all, err := s.collections(c.Request().Context())
	if err != nil {
		return err
	}
	versions := ""
	docs := make([]collectionDoc, len(all))
	for i, col := range all {
		if docs[i], err = s.describe(c, col); err != nil {
			return err
		}
		versions += docs[i].DataVersion
	}
	if s.fresh(c, versions, f.name) {
		return notModified(c)
	}
	return s.document(c, f, "Collections", map[string]any{
		"collections": docs, "crs": crsURIs(), "links": s.representations(c, plainEndpoint.formats, f)})
}

func (s *Server) getCollection(c echo.Context) error {
	f, err := s.plainFormat(c)
	if err != nil {
		return err
	}
	col, err := s.collection(c.Request().Context(), c.Param("c"))
	if err != nil {
		return err
	}
	doc, err := s.describe(c, col)
	if err != nil {
		return err
	}
	if s.fresh(c, doc.DataVersion, f.name) {
		return notModified(c)
	}
	doc.Links = append(s.representations(c, plainEndpoint.formats, f), doc.Links[1:]...)
	return s.document(c, f, col.title, doc)
}

func (s *Server) describe(c echo.Context, col collection) (collectionDoc, error) {
	ctx := c.Request().Context()
	stats, err := s.cfg.Store.Stats(ctx, col.dataset.ID)
	if err != nil {
		return collectionDoc{}, err
	}
	n, err := s.countItems(ctx, col)
	if err != nil {
		return collectionDoc{}, err
	}
	d := col.dataset
	return collectionDoc{ID: col.id, Title: col.title, Description: col.description, Extent: extentOf(stats),
		ItemType: "feature", CRS: crsURIs(), StorageCRS: crs84.uri, Licence: d.Licence, Attribution: d.Attribution,
		Dataset: d.ID, ContextOf: d.ContextOf, Release: d.Release, Citation: d.Citation, DataVersion: stats.Version, Items: n, Columns: append([]incident.Column{}, d.Columns...), Figures: figuresOf(stats),
		Vocabularies: map[string][]incident.Term{"kind": col.kindTerms(), "event_type": d.EventTypes},
		Links:        s.collectionLinks(c, col)}, nil
}

// figuresOf names what the dataset has figures of, as its sums are named.
func figuresOf(st incident.Stats) []string {
	names := []string{}
	if st.CountsKilled {
		names = append(names, "fatalities")
	}
	if st.CountsInjured {
		names = append(names, "injuries")
	}
	return names
}

func (s *Server) countItems(ctx context.Context, col collection) (int, error) {
	agg, err := s.cfg.Store.Aggregate(ctx, col.filter(), incident.Aggregation{})
	if err != nil {
		return 0, err
	}
	return agg.Matched, nil
}

// extentOf is the extent of the whole dataset, which its views share.
func extentOf(st incident.Stats) *extentDoc {
	if st.Incidents == 0 {
		return nil
	}
	e := &extentDoc{Temporal: &temporalDoc{[][2]string{{startOf(st.Start), endOf(st.End)}},
		"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}}
	if st.HasExtent {
		x := st.Extent
		e.Spatial = &spatialDoc{[][4]float64{{x.West, x.South, x.East, x.North}}, crs84.uri}
	}
	return e
}

func startOf(d geo.Day) string { return d.String() + "T00:00:00Z" }
func endOf(d geo.Day) string   { return d.String() + "T23:59:59Z" }

func (s *Server) collectionLinks(c echo.Context, col collection) []link {
	at := func(rest ...string) string {
		return s.href(c, append([]string{"api", "collections", col.id}, rest...)...)
	}
	return []link{
		{at(), "self", "application/json", col.title},
		{at("items"), "items", "application/geo+json", col.title + " as GeoJSON"},
		{at("items") + "?f=csv", "items", "text/csv", col.title + " as CSV"},
		{at("items") + "?f=html", "items", "text/html", col.title + " as HTML"},
		{at("export") + "?f=geojson", "enclosure", "application/geo+json", "Download as GeoJSON"},
		{at("export") + "?f=csv", "enclosure", "text/csv", "Download as CSV"},
		{at("schema"), "describedby", "application/schema+json", "Schema of the properties"},
		{at("codebook"), "describedby", "text/html", "Codebook: what each column holds, and how often nothing"},
		{at("queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json", "Properties to filter by"},
	}
}
