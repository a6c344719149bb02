package server

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
)

// ageHeader tells how old the data of an answer may be, in whole seconds: so long ago they
// were known to be all that the database had. It is there where other servers change the
// database, too.
const ageHeader = "Incidentmap-Data-Age"

func (s *Server) ageText() string { return strconv.FormatInt(int64(s.cfg.Age()/time.Second), 10) }

// metrics are figures in the text format of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/), of what everybody may see.
func (s *Server) metrics(c echo.Context) error {
	var b bytes.Buffer
	gauge := func(name, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name) }
	state, isReady := s.state.Load(), 0
	if state == ready {
		isReady = 1
	}
	gauge("incidentmap_ready", "1 while requests are taken, 0 while data are loaded and while it stops.")
	fmt.Fprintf(&b, "incidentmap_ready %d\n", isReady)
	if state != loading {
		if s.cfg.Age != nil {
			gauge("incidentmap_data_age_seconds", "Time since the data were known to be all that the database has.")
			fmt.Fprintf(&b, "incidentmap_data_age_seconds %.3f\n", s.cfg.Age().Seconds())
		}
		gauge("incidentmap_dataset_incidents", "Incidents of a public dataset.")
		if err := s.countIncidents(c, &b); err != nil {
			return err
		}
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}

// countIncidents writes how many incidents each public dataset has.
func (s *Server) countIncidents(c echo.Context, b *bytes.Buffer) error {
	collections, err := s.cfg.Catalog.Collections(c.Request().Context(), catalog.Scope{})
	if err != nil {
		return err
	}
	for i := range collections {
		col := &collections[i]
		if col.ID != col.Dataset.ID { // a view of another one
			continue
		}
		view, err := s.cfg.Catalog.View(c.Request().Context(), col)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "incidentmap_dataset_incidents{dataset=\"%s\"} %d\n", labelText.Replace(col.ID),
			view.Stats().Incidents)
	}
	return nil
}

// labelText writes the value of a label.
var labelText = strings.NewReplacer("\\", `\\`, "\n", `\n`, `"`, `\"`)
