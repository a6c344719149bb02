package pgstore

import (
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb/encoding/ewkb"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
)

// srid is that of longitude and latitude.
const srid = 4326

// publish has the table of a public dataset show the newest of some revisions: fresh ones
// of incidents that it has not, and changed ones.
func (t *tx) publish(fresh, changed []*revise.Row) error {
	if t.dataset.Visibility == incident.Private || len(fresh)+len(changed) == 0 {
		return nil
	}
	columns := columnsOf(t.dataset)
	if len(changed) > 0 {
		ids := make([]string, len(changed))
		for i, r := range changed {
			ids[i] = r.ID
		}
		t.batch.Queue("DELETE FROM "+t.table()+" WHERE id = ANY($1)", ids)
	}
	var shown []*incident.Incident
	for _, rows := range [][]*revise.Row{fresh, changed} {
		for _, r := range rows {
			if r.Incident != nil {
				shown = append(shown, r.Incident)
			}
		}
	}
	if len(shown) >= copyRows {
		return t.copyFeatures(columns, shown)
	}
	return t.queueFeatures(columns, shown)
}

// queueFeatures adds a few incidents to the table.
func (t *tx) queueFeatures(columns []column, shown []*incident.Incident) error {
	if len(shown) == 0 {
		return nil
	}
	t.knowGeometry()
	names := columnNames(columns)
	marks := make([]string, len(names))
	for i, name := range names {
		names[i], marks[i] = quoted(name), fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.table(), strings.Join(names, ", "),
		strings.Join(marks, ", "))
	for _, inc := range shown {
		values, err := featureOf(columns, inc)
		if err != nil {
			return err
		}
		t.batch.Queue(insert, values...)
	}
	return nil
}

// copyFeatures adds many incidents to the table.
func (t *tx) copyFeatures(columns []column, shown []*incident.Incident) error {
	if err := t.send(); err != nil {
		return err
	}
	t.knowGeometry()
	_, err := t.conn.CopyFrom(t.ctx, pgx.Identifier{published, tableOf(t.id)}, columnNames(columns),
		pgx.CopyFromSlice(len(shown), func(i int) ([]any, error) { return featureOf(columns, shown[i]) }))
	return err
}

// knowGeometry has the connection send geometries as they are, in EWKB.
func (t *tx) knowGeometry() {
	types := t.conn.Conn().TypeMap()
	if _, known := types.TypeForOID(t.log.geometry.oid); !known {
		types.RegisterType(&pgtype.Type{Name: "geometry", OID: t.log.geometry.oid, Codec: pgtype.ByteaCodec{}})
	}
}

// featureOf are the values of an incident, as it is published.
func featureOf(columns []column, inc *incident.Incident) ([]any, error) {
	r := incident.Published(incident.Profile{}, *inc)
	values := make([]any, 0, len(keyColumns)+len(columns))
	var geometry any
	if len(r.Place.Points) > 0 {
		raw, err := ewkb.Marshal(r.Place.Points, srid)
		if err != nil {
			return nil, err
		}
		geometry = raw
	}
	values = append(values, r.ID, geometry, spanOf(r))
	for i := range columns {
		value, err := valueOf(&columns[i], r)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

// spanOf are the days from the first to the last that it may have been on.
func spanOf(r *incident.Record) pgtype.Range[pgtype.Date] {
	span := pgtype.Range[pgtype.Date]{Lower: dateOf(r.Date.Start), LowerType: pgtype.Inclusive,
		UpperType: pgtype.Unbounded, Valid: true}
	if r.Date.End != geo.OpenEnd {
		span.Upper, span.UpperType = dateOf(r.Date.End+1), pgtype.Exclusive // as PostgreSQL writes it
	}
	return span
}

func dateOf(d geo.Day) pgtype.Date { return pgtype.Date{Time: d.Time(), Valid: true} }

// valueOf is the cell of a column.
func valueOf(c *column, r *incident.Record) (any, error) {
	if c.property.Day != nil {
		if d := c.property.Day(r); d != geo.OpenEnd {
			return dateOf(d), nil
		}
		return nil, nil
	}
	if c.property.Text != nil {
		if text := c.property.Text(r); text != "" {
			return clean(text), nil
		}
		return nil, nil
	}
	switch v := c.property.Value(r); {
	case v.Null:
		return nil, nil
	case v.Type == incident.ColumnInteger:
		return v.Int, nil
	case v.Type == incident.ColumnNumber:
		return v.Num, nil
	case v.Type == incident.ColumnBoolean:
		return v.Bool, nil
	case v.Type == incident.ColumnDate:
		day, err := time.Parse(time.DateOnly, v.Str)
		if err != nil {
			return nil, incident.Errorf(incident.Invalid, "%s of %q is %q; a day such as 2020-05-12 is allowed", c.name, r.ID,
				v.Str)
		}
		return pgtype.Date{Time: day, Valid: true}, nil
	default:
		return clean(v.Str), nil
	}
}
