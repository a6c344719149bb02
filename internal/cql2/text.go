package cql2

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The most that an expression may have: it comes from strangers.
const (
	maxNodes = 1000
	maxDepth = 50
)

// Parse reads an expression as text. Its errors say at which character they
// are, counted from 1.
func Parse(text string) (Expr, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.or(0)
	if err == nil && p.next().kind != end {
		err = p.unexpected("AND, OR or the end")
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

type parser struct {
	tokens []token
	at     int
	nodes  int
}

func (p *parser) next() token { return p.tokens[p.at] }

func (p *parser) unexpected(wanted string) error {
	t := p.next()
	return fmt.Errorf("at character %d: %s stands where %s is expected", t.at, t, wanted)
}

// node counts a part of the expression.
func (p *parser) node(depth int) error {
	if p.nodes++; p.nodes > maxNodes || depth > maxDepth {
		return fmt.Errorf("at character %d: the expression has more than %d parts, or more than %d within each other",
			p.next().at, maxNodes, maxDepth)
	}
	return nil
}

// word takes a keyword if it is the next token.
func (p *parser) word(w string) bool {
	t := p.next()
	if t.kind != identifier || t.quoted || !strings.EqualFold(t.text, w) {
		return false
	}
	p.at++
	return true
}

func (p *parser) symbol(s string) bool {
	if t := p.next(); t.kind != symbol || t.text != s {
		return false
	}
	p.at++
	return true
}

func (p *parser) or(depth int) (Expr, error) {
	args, err := p.list(depth, "OR", p.and)
	if err != nil || len(args) == 1 {
		return first(args), err
	}
	return Or{args}, nil
}

func (p *parser) and(depth int) (Expr, error) {
	args, err := p.list(depth, "AND", p.not)
	if err != nil || len(args) == 1 {
		return first(args), err
	}
	return And{args}, nil
}

func first(args []Expr) Expr {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

func (p *parser) list(depth int, word string, one func(int) (Expr, error)) ([]Expr, error) {
	var args []Expr
	for {
		if err := p.node(depth); err != nil {
			return nil, err
		}
		e, err := one(depth)
		if err != nil {
			return nil, err
		}
		if args = append(args, e); !p.word(word) {
			return args, nil
		}
	}
}

func (p *parser) not(depth int) (Expr, error) {
	if err := p.node(depth); err != nil {
		return nil, err
	}
	if p.word("NOT") {
		e, err := p.not(depth + 1)
		return Not{e}, err
	}
	if p.symbol("(") {
		e, err := p.or(depth + 1)
		if err == nil && !p.symbol(")") {
			err = p.unexpected("a closing bracket")
		}
		return e, err
	}
	return p.predicate()
}

// keywords may not be the names of properties unless they are quoted.
var keywords = map[string]bool{"AND": true, "OR": true, "NOT": true, "IN": true, "LIKE": true, "ILIKE": true,
	"BETWEEN": true, "IS": true, "NULL": true, "TRUE": true, "FALSE": true}

func (p *parser) predicate() (Expr, error) {
	t := p.next()
	if t.kind != identifier || !t.quoted && keywords[strings.ToUpper(t.text)] {
		return nil, p.unexpected("the name of a property")
	}
	p.at++
	if p.word("IS") {
		return p.isNull(t.text)
	}
	negated := p.word("NOT")
	var e Expr
	var err error
	switch {
	case p.word("LIKE"):
		e, err = p.like(t.text, false)
	case p.word("ILIKE"):
		e, err = p.like(t.text, true)
	case p.word("IN"):
		e, err = p.in(t.text)
	case p.word("BETWEEN"):
		e, err = p.between(t.text)
	case negated:
		return nil, p.unexpected("LIKE, IN or BETWEEN")
	default:
		return p.comparison(t.text)
	}
	if negated && err == nil {
		e = Not{e}
	}
	return e, err
}

func (p *parser) isNull(property string) (Expr, error) {
	negated := p.word("NOT")
	if !p.word("NULL") {
		return nil, p.unexpected("NULL")
	}
	if negated {
		return Not{IsNull{property}}, nil
	}
	return IsNull{property}, nil
}

func (p *parser) like(property string, fold bool) (Expr, error) {
	v, err := p.value()
	if err == nil && v.Kind != Text {
		err = fmt.Errorf("at character %d: a pattern is a text in quotes", p.tokens[p.at-1].at)
	}
	return Like{property, v.Text, fold}, err
}

func (p *parser) in(property string) (Expr, error) {
	if !p.symbol("(") {
		return nil, p.unexpected("an opening bracket")
	}
	in := In{Property: property}
	for {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		if err := p.node(0); err != nil {
			return nil, err
		}
		in.Values = append(in.Values, v)
		if p.symbol(")") {
			return in, nil
		}
		if !p.symbol(",") {
			return nil, p.unexpected("a comma or a closing bracket")
		}
	}
}

func (p *parser) between(property string) (Expr, error) {
	low, err := p.value()
	if err != nil {
		return nil, err
	}
	if !p.word("AND") {
		return nil, p.unexpected("AND")
	}
	high, err := p.value()
	return And{[]Expr{Comparison{property, GreaterOrEqual, low}, Comparison{property, LessOrEqual, high}}}, err
}

// comparisons are all of them.
var comparisons = []Op{Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual}

func (p *parser) comparison(property string) (Expr, error) {
	t := p.next()
	op := Op(t.text)
	if op == "!=" {
		op = NotEqual
	}
	if t.kind != symbol || !slices.Contains(comparisons, op) {
		return nil, p.unexpected("a comparison such as = or LIKE")
	}
	p.at++
	v, err := p.value()
	return Comparison{property, op, v}, err
}

// value reads a constant. DATE('…') and TIMESTAMP('…') are the text within.
func (p *parser) value() (Value, error) {
	if (p.word("DATE") || p.word("TIMESTAMP")) && p.symbol("(") {
		v, err := p.value()
		if err == nil && !p.symbol(")") {
			err = p.unexpected("a closing bracket")
		}
		return v, err
	}
	t := p.next()
	switch {
	case t.kind == literal:
		p.at++
		return Value{Kind: Text, Text: t.text}, nil
	case t.kind == number:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return Value{}, p.unexpected("a number")
		}
		p.at++
		return Value{Kind: Number, Number: n}, nil
	case p.word("TRUE"):
		return Value{Kind: Bool, Bool: true}, nil
	case p.word("FALSE"):
		return Value{Kind: Bool}, nil
	}
	return Value{}, p.unexpected("a number, or a text in single quotes")
}

// token is a word of an expression.
type token struct {
	kind   tokenKind
	text   string
	quoted bool // an identifier in double quotes
	at     int  // character, from 1
}

type tokenKind int

const (
	end tokenKind = iota
	identifier
	literal
	number
	symbol
)

// String names the token in an error.
func (t token) String() string {
	if t.kind == end {
		return "the end"
	}
	const most = 40
	if utf8.RuneCountInString(t.text) > most {
		return strconv.Quote(string([]rune(t.text)[:most]) + "…")
	}
	return strconv.Quote(t.text)
}
