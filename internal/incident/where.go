package incident

import (
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/cql2"
)

// Where is an expression over a dataset's properties, ready to be tested. It
// stays a tree, so that a store can translate it; its parts that must all be
// true are taken apart for stores that answer some of them from an index. What
// a record's missing value is compared with is false, and its negation true, as
// in the clients that push filters down.
type Where struct {
	Expr      cql2.Expr
	Conjuncts []Conjunct
}

// Conjunct is a part of an expression that must be true.
type Conjunct struct {
	Expr cql2.Expr
	// Property is the only one that the part names; empty if it names several.
	Property string
	// Texts, if not nil, are the values that the property may have, as they are
	// filtered by: any other makes the part false.
	Texts []string
	// Windows, if not nil, say the same of a record's days: it must match each.
	Windows []geo.Window
	test    test
}

type test func(*Record) bool

// NewWhere makes an expression ready for a dataset. Invalid: a property that
// the dataset lacks, or a value that does not fit the property's type.
func NewWhere(d *Dataset, e cql2.Expr) (*Where, error) {
	b := &binder{properties: append([]Property{idProperty}, PropertiesOf(d)...)}
	w := &Where{Expr: e}
	for _, part := range cql2.Conjuncts(e) {
		c := Conjunct{Expr: part, Property: cql2.OnlyProperty(part)}
		var err error
		if c.test, err = b.bind(part); err != nil {
			return nil, err
		}
		c.Windows, c.Texts = windowsOf(part), b.textsOf(part)
		w.Conjuncts = append(w.Conjuncts, c)
	}
	return w, nil
}

// Match reports whether the expression is true of a record.
func (w *Where) Match(r *Record) bool {
	return !slices.ContainsFunc(w.Conjuncts, func(c Conjunct) bool { return !c.Match(r) })
}

// Match reports whether the part is true of a record.
func (c *Conjunct) Match(r *Record) bool { return c.test(r) }

// And adds an expression's parts to those of w, which may be nil.
func (w *Where) And(more *Where) *Where {
	if w == nil {
		return more
	}
	return &Where{Expr: cql2.And{Args: []cql2.Expr{w.Expr, more.Expr}},
		Conjuncts: slices.Concat(w.Conjuncts, more.Conjuncts)}
}

// idProperty is the feature's ID, which is no column but can be asked for.
var idProperty = text("id", "ID", "The incident's ID", func(r *Record) string { return r.ID }).always()

// binder finds the properties that an expression names.
type binder struct{ properties []Property }

func (b *binder) property(name string) (*Property, error) {
	i := slices.IndexFunc(b.properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return nil, &Error{Code: Invalid, Parameter: "filter", Message: "there is no property " + quote(name),
			Allowed: names(b.properties)}
	}
	return &b.properties[i], nil
}

func (b *binder) bind(e cql2.Expr) (test, error) {
	switch e := e.(type) {
	case cql2.And:
		tests, err := b.bindAll(e.Args)
		return func(r *Record) bool { return !slices.ContainsFunc(tests, func(t test) bool { return !t(r) }) }, err
	case cql2.Or:
		tests, err := b.bindAll(e.Args)
		return func(r *Record) bool { return slices.ContainsFunc(tests, func(t test) bool { return t(r) }) }, err
	case cql2.Not:
		t, err := b.bind(e.Arg)
		return func(r *Record) bool { return !t(r) }, err
	case cql2.IsNull:
		p, err := b.property(e.Property)
		if err != nil {
			return nil, err
		}
		return func(r *Record) bool { return p.Value(r).Null }, nil
	case cql2.Comparison:
		return b.comparison(e)
	case cql2.In:
		return b.in(e)
	case cql2.Like:
		return b.like(e)
	}
	return nil, BadParameter("filter", "it has a part that is not known: %s", e)
}

func (b *binder) bindAll(args []cql2.Expr) ([]test, error) {
	tests := make([]test, len(args))
	for i, a := range args {
		var err error
		if tests[i], err = b.bind(a); err != nil {
			return nil, err
		}
	}
	return tests, nil
}

func (b *binder) in(e cql2.In) (test, error) {
	args := make([]cql2.Expr, len(e.Values))
	for i, v := range e.Values {
		args[i] = cql2.Comparison{Property: e.Property, Op: cql2.Equal, Value: v}
	}
	return b.bind(cql2.Or{Args: args})
}

func (b *binder) like(e cql2.Like) (test, error) {
	p, err := b.property(e.Property)
	if err != nil {
		return nil, err
	}
	if p.Type != ColumnString && p.Type != ColumnDate {
		return nil, BadParameter("filter", "%s is no text: LIKE does not apply to it", e.Property)
	}
	pattern := newPattern(e.Pattern, e.Fold)
	return func(r *Record) bool {
		v := p.Value(r)
		return !v.Null && pattern.match(v.Str)
	}, nil
}
