package incident

import (
	"cmp"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/cql2"
)

func (b *binder) comparison(e cql2.Comparison) (test, error) {
	p, err := b.property(e.Property)
	if err != nil {
		return nil, err
	}
	compare, err := comparer(p, e.Value)
	if err != nil {
		return nil, err
	}
	return func(r *Record) bool {
		v := p.Value(r)
		return !v.Null && holds(e.Op, compare(v))
	}, nil
}

// holds reports whether a comparison holds of a sign.
func holds(op cql2.Op, sign int) bool {
	switch op {
	case cql2.Equal:
		return sign == 0
	case cql2.NotEqual:
		return sign != 0
	case cql2.Less:
		return sign < 0
	case cql2.LessOrEqual:
		return sign <= 0
	case cql2.Greater:
		return sign > 0
	}
	return sign >= 0
}

// comparer returns what compares a property's values with a constant.
// Invalid: a constant of another type.
func comparer(p *Property, with cql2.Value) (func(Value) int, error) {
	switch p.Type {
	case ColumnInteger, ColumnNumber:
		if with.Kind != cql2.Number {
			return nil, BadParameter("filter", "%s is a number, %s is none", p.Name, with)
		}
		return func(v Value) int { return cmp.Compare(v.Num+float64(v.Int), with.Number) }, nil
	case ColumnBoolean:
		// GDAL has no booleans and writes 1 and 0.
		if with.Kind == cql2.Text || with.Kind == cql2.Number && with.Number != 0 && with.Number != 1 {
			return nil, BadParameter("filter", "%s is TRUE or FALSE, not %s", p.Name, with)
		}
		want := btoi(with.Bool || with.Number == 1)
		return func(v Value) int { return btoi(v.Bool) - want }, nil
	}
	if with.Kind != cql2.Text {
		return nil, BadParameter("filter", "%s is a text, %s is none: write it in single quotes", p.Name, with)
	}
	if p.Type != ColumnDate {
		return func(v Value) int { return strings.Compare(v.Str, with.Text) }, nil
	}
	day, past, err := dayOf(with.Text)
	if err != nil {
		return nil, BadParameter("filter", "%s is a date: %v", p.Name, err)
	}
	return func(v Value) int {
		d, err := geo.ParseDay(v.Str)
		if err != nil {
			return strings.Compare(v.Str, with.Text)
		}
		return cmp.Or(cmp.Compare(d, day), -btoi(past))
	}, nil
}

// dayOf reads a day, or a time as its UTC day and whether midnight is past: a
// day that is compared with a time stands for its midnight.
func dayOf(text string) (day geo.Day, past bool, err error) {
	if d, err := geo.ParseDay(strings.TrimSuffix(text, "T")); err == nil {
		return d, false, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, false, BadParameter("", "%s is neither a day (YYYY-MM-DD) nor a time", quote(text))
	}
	t = t.UTC()
	return geo.DayOf(t), !t.Equal(t.Truncate(24 * time.Hour)), nil
}

// windowsOf says the same as a comparison of start or end by windows, nil
// where there are none: a record that starts on or after a day is the one that
// lies inside of what follows it, and so on.
func windowsOf(e cql2.Expr) []geo.Window {
	c, ok := e.(cql2.Comparison)
	if !ok || c.Property != "start" && c.Property != "end" || c.Value.Kind != cql2.Text {
		return nil
	}
	day, past, err := dayOf(c.Value.Text)
	if err != nil {
		return nil
	}
	from, to := geo.Window{From: day, To: geo.All.To}, geo.Window{From: geo.All.From, To: day}
	if past && (c.Op == cql2.Greater || c.Op == cql2.GreaterOrEqual) || c.Op == cql2.Greater {
		from.From++
	}
	if c.Op == cql2.Less && !past {
		to.To--
	}
	from.Inside, to.Inside = c.Property == "start", c.Property == "end"
	switch c.Op {
	case cql2.Greater, cql2.GreaterOrEqual:
		return append([]geo.Window{from}, ended(c.Property)...)
	case cql2.Less, cql2.LessOrEqual:
		return []geo.Window{to}
	case cql2.Equal:
		if !past {
			return []geo.Window{from, to}
		}
	}
	return nil
}

// ended are the windows of what has the property: an end may be missing, and is then
// compared with nothing.
func ended(property string) []geo.Window {
	if property != "end" {
		return nil
	}
	return []geo.Window{{From: geo.MinDay, To: geo.MaxDay, Inside: true}}
}

// textsOf lists the values that an expression asks a property to be one of, as
// AppendValue writes them; nil where it asks something else.
func (b *binder) textsOf(e cql2.Expr) []string {
	var property string
	var values []cql2.Value
	switch e := e.(type) {
	case cql2.In:
		property, values = e.Property, e.Values
	case cql2.Comparison:
		if e.Op != cql2.Equal {
			return nil
		}
		property, values = e.Property, []cql2.Value{e.Value}
	default:
		return nil
	}
	p, err := b.property(property)
	if err != nil {
		return nil
	}
	out := make([]string, len(values))
	for i, v := range values {
		switch {
		case p.Type == ColumnDate:
			return nil // it may be compared with a time
		case v.Kind == cql2.Text:
			out[i] = v.Text
		case p.Type == ColumnBoolean:
			out[i] = FormatValue(v.Bool || v.Number == 1)
		default:
			out[i] = FormatValue(v.Number)
		}
	}
	return out
}
