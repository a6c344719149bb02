package cql2

import (
	"strconv"
	"strings"
)

// Expr is an expression that is true or false of a record. Its String is the expression as text,
// the same for equal ones.
type Expr interface {
	String() string
	// eachProperty calls do with every property that the expression names.
	eachProperty(do func(name string))
}

// And is true if all its arguments are.
type And struct{ Args []Expr }

// Or is true if any of its arguments is.
type Or struct{ Args []Expr }

// Not is true if its argument is not.
type Not struct{ Arg Expr }

// Comparison compares a property with a value.
type Comparison struct {
	Property string
	Op       Op
	Value    Value
}

// In is true if the property is one of the values.
type In struct {
	Property string
	Values   []Value
}

// Like compares a text with a pattern, in which % stands for any text, _ for
// any character and a backslash takes the meaning from what follows.
type Like struct {
	Property string
	Pattern  string
	// Fold ignores case.
	Fold bool
}

// IsNull is true if the property has no value.
type IsNull struct{ Property string }

// Op is a comparison.
type Op string

// The comparisons.
const (
	Equal          Op = "="
	NotEqual       Op = "<>"
	Less           Op = "<"
	LessOrEqual    Op = "<="
	Greater        Op = ">"
	GreaterOrEqual Op = ">="
)

// Value is a constant; only the field of its kind is meaningful.
type Value struct {
	Kind   Kind
	Text   string
	Number float64
	Bool   bool
}

// Kind is the type of a Value.
type Kind int

// The kinds. Dates are written as texts.
const (
	Text Kind = iota
	Number
	Bool
)

// String writes the value as an expression has it.
func (v Value) String() string {
	switch v.Kind {
	case Number:
		return strconv.FormatFloat(v.Number, 'g', -1, 64)
	case Bool:
		return strings.ToUpper(strconv.FormatBool(v.Bool))
	}
	return "'" + strings.ReplaceAll(v.Text, "'", "''") + "'"
}

func name(property string) string { return `"` + strings.ReplaceAll(property, `"`, `""`) + `"` }

func joined(args []Expr, word string) string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = "(" + a.String() + ")"
	}
	return strings.Join(out, word)
}

// String implements Expr.
func (e And) String() string { return joined(e.Args, " AND ") }

// String implements Expr.
func (e Or) String() string { return joined(e.Args, " OR ") }

// String implements Expr.
func (e Not) String() string { return "NOT (" + e.Arg.String() + ")" }

// String implements Expr.
func (e Comparison) String() string {
	return name(e.Property) + " " + string(e.Op) + " " + e.Value.String()
}

// String implements Expr.
func (e In) String() string {
	values := make([]string, len(e.Values))
	for i, v := range e.Values {
		values[i] = v.String()
	}
	return name(e.Property) + " IN (" + strings.Join(values, ", ") + ")"
}

// String implements Expr.
func (e Like) String() string {
	word := " LIKE "
	if e.Fold {
		word = " ILIKE "
	}
	return name(e.Property) + word + Value{Text: e.Pattern}.String()
}

// String implements Expr.
func (e IsNull) String() string { return name(e.Property) + " IS NULL" }

func (e And) eachProperty(do func(string)) {
	for _, a := range e.Args {
		a.eachProperty(do)
	}
}

func (e Or) eachProperty(do func(string)) { And(e).eachProperty(do) }

func (e Not) eachProperty(do func(string)) { e.Arg.eachProperty(do) }

func (e Comparison) eachProperty(do func(string)) { do(e.Property) }

func (e In) eachProperty(do func(string)) { do(e.Property) }

func (e Like) eachProperty(do func(string)) { do(e.Property) }

func (e IsNull) eachProperty(do func(string)) { do(e.Property) }

// Conjuncts splits an expression into the parts that must all be true.
func Conjuncts(e Expr) []Expr {
	and, ok := e.(And)
	if !ok {
		return []Expr{e}
	}
	var out []Expr
	for _, a := range and.Args {
		out = append(out, Conjuncts(a)...)
	}
	return out
}

// OnlyProperty is the one property that an expression names, empty if it names
// several.
func OnlyProperty(e Expr) string {
	only, several := "", false
	e.eachProperty(func(name string) {
		several = several || only != "" && only != name
		only = name
	})
	if several {
		return ""
	}
	return only
}
