package server

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

func notAllowed(value string) string { return quote(value) + " is not one of the allowed values" }

// quote quotes what a client sent, cut to a length that can be read.
func quote(s string) string { return "‘" + cut(s) + "’" }

func cut(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func readBBox(r *reader, value string) error {
	from, err := parseCRS("bbox-crs", r.raw.Get("bbox-crs"))
	if err != nil {
		return err
	}
	parts := strings.Split(value, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return incident.BadParameter("bbox", "it has %d numbers; 4 or, with heights, 6 are allowed", len(parts))
	}
	n := make([]float64, len(parts))
	for i, p := range parts {
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(p), 64); err != nil {
			return incident.BadParameter("bbox", "%s is not a number", quote(p))
		}
	}
	half := len(n) / 2
	low, high := from.toLonLat(n[0], n[1]), from.toLonLat(n[half], n[half+1])
	box, err := geo.NewBox(low[0], low[1], high[0], high[1])
	if err != nil {
		return incident.BadParameter("bbox", "%s", strings.TrimPrefix(err.Error(), "geo: "))
	}
	r.filter.BBox = &box
	return nil
}

func readWithin(r *reader, value string) error {
	polygon, err := geo.ParsePolygon(value)
	if err != nil {
		return incident.BadParameter("within", "%s; POLYGON((lon lat, …)) or MULTIPOLYGON is allowed",
			strings.TrimPrefix(err.Error(), "geo: "))
	}
	r.filter.Within = geo.NewPolygon(polygon)
	return nil
}

func readDatetimeMode(r *reader, value string) error {
	if value != "overlap" && value != "inside" {
		return &incident.Error{Code: incident.Invalid, Parameter: "datetime-mode", Message: notAllowed(value),
			Allowed: []string{"overlap", "inside"}}
	}
	if r.filter.Window == nil {
		all := geo.All
		r.filter.Window = &all
	}
	r.filter.Window.Inside = value == "inside"
	return nil
}

func readCount(field func(*incident.Filter) **int) func(*reader, string) error {
	return func(r *reader, value string) error {
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil {
			return &incident.Error{Code: incident.Invalid, Message: quote(value) +
				" is not a whole number from 0 to 2147483647"}
		}
		i := int(n)
		*field(&r.filter) = &i
		return nil
	}
}

func readWords(r *reader, value string) error {
	if len(value) > maxText {
		return incident.BadParameter("q", "it is longer than %d bytes", maxText)
	}
	if strings.TrimSpace(value) == "" {
		return incident.BadParameter("q", "it has no words")
	}
	r.filter.Text = [][]string{} // where nothing can be searched for, nothing is found
	for _, alternative := range splitCommas(value) {
		if words := strings.Fields(fold.Text(alternative)); len(words) > 0 {
			r.filter.Text, r.words = append(r.filter.Text, words), append(r.words, alternative)
		}
	}
	return nil
}

func readLimit(r *reader, value string) error {
	n, err := strconv.Atoi(value)
	if errors.Is(err, strconv.ErrRange) && strings.Trim(value, "0123456789") == "" {
		n, err = maxLimit, nil
	}
	if err != nil || n < 1 {
		return incident.BadParameter("limit", "%s is not a whole number of 1 or more", quote(value))
	}
	r.page.Limit = min(n, maxLimit)
	return nil
}

func readSort(r *reader, value string) error {
	names, err := splitValues("sortby", value)
	if err != nil {
		return err
	}
	for _, n := range names {
		key := incident.SortKey{Name: strings.TrimLeft(n, "+- "), Desc: strings.HasPrefix(n, "-")}
		if len(n)-len(key.Name) > 1 {
			return incident.BadParameter("sortby", "%s has more than one sign before it", quote(n))
		}
		r.page.Sort = append(r.page.Sort, key)
	}
	_, err = incident.NewOrder(r.collection.Dataset, r.page.Sort)
	return err
}

func readProperties(r *reader, value string) error {
	names, err := splitValues("properties", value)
	if err != nil {
		return err
	}
	all := incident.PropertiesOf(r.collection.Dataset)
	var chosen []incident.Property
	for _, n := range names {
		i := slices.IndexFunc(all, func(p incident.Property) bool { return p.Name == n })
		if i < 0 {
			return &incident.Error{Code: incident.Invalid, Parameter: "properties", Message: notAllowed(n),
				Allowed: propertyNames(all)}
		}
		if !slices.ContainsFunc(chosen, func(p incident.Property) bool { return p.Name == n }) {
			chosen = append(chosen, all[i])
		}
	}
	r.columns = chosen
	return nil
}

func propertyNames(all []incident.Property) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.Name
	}
	return out
}

func readFormat(r *reader, value string) error {
	if f, ok := r.endpoint.formats.Named(value); ok {
		r.format = f
		return nil
	}
	return &incident.Error{Code: incident.Invalid, Parameter: "f", Message: notAllowed(value),
		Allowed: r.endpoint.formats.Names()}
}

func readBin(r *reader, value string) error {
	if !slices.Contains(incident.Bins, incident.Bin(value)) {
		return &incident.Error{Code: incident.Invalid, Parameter: "bin", Message: notAllowed(value),
			Allowed: []string{"day", "week", "month", "year"}}
	}
	r.bin = incident.Bin(value)
	return nil
}

func readBy(r *reader, value string) error {
	names, err := splitValues("by", value)
	if err != nil {
		return err
	}
	for _, n := range names {
		if _, ok := r.collection.Dataset.Facet(n); !ok {
			return &incident.Error{Code: incident.Invalid, Parameter: "by", Message: notAllowed(n),
				Allowed: facetNames(r.collection.Dataset)}
		}
	}
	r.facets = names
	return nil
}
