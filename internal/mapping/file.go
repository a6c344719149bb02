package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"incidentmap/internal/country"
	"incidentmap/internal/dialect"
	"incidentmap/internal/ingest"
)

// MaxBytes bounds the file of a mapping: two thousand columns with names of some hundred
// bytes.
const MaxBytes = 1 << 20

// document is a mapping as its file has it.
type document struct {
	Columns     map[string]columns `yaml:"columns"`
	Fills       map[string]columns `yaml:"fills,omitempty"`
	Encoding    string             `yaml:"encoding,omitempty"`
	DateOrder   string             `yaml:"date_order,omitempty"`
	Country     string             `yaml:"country,omitempty"`
	Header      columns            `yaml:"header"`
	Fingerprint string             `yaml:"fingerprint,omitempty"`
}

// columns are names of columns: one as a text, or several as a list.
type columns []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (c *columns) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		var one string
		err := node.Decode(&one)
		*c = columns{one}
		return err
	}
	var several []string
	err := node.Decode(&several)
	*c = several
	return err
}

// MarshalYAML implements yaml.Marshaler.
func (c columns) MarshalYAML() (any, error) {
	if len(c) == 1 {
		return c[0], nil
	}
	return []string(c), nil
}

// keys are what a mapping's file may say.
var keys = []string{"columns", "fills", "encoding", "date_order", "country", "header", "fingerprint"}

// Parse reads the file of a mapping. The error says what in it cannot be, and what is
// allowed.
func Parse(name, text string) (*Mapping, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("%s: it is larger than %d kB, which no mapping is; is it the table itself?", name, MaxBytes>>10)
	}
	var doc document
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	m := &Mapping{Name: name, Columns: plain(doc.Columns), Fills: plain(doc.Fills), Encoding: doc.Encoding,
		DateOrder: doc.DateOrder, Country: doc.Country, Header: names(doc.Header)}
	if err := m.check(doc.Fingerprint); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// unknownKey is how the YAML package tells of a key that is none.
var unknownKey = regexp.MustCompile(`line (\d+): field (.{0,80}) not found in type`)

// explain puts an error of the YAML package into our words.
func explain(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty; incidentmap inspect FILE --write-mapping writes one")
	}
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if found := unknownKey.FindStringSubmatch(text); found != nil {
		return fmt.Errorf("line %s: there is no key %q; %s are allowed", found[1], found[2], strings.Join(keys, ", "))
	}
	text = strings.Join(strings.Fields(strings.TrimPrefix(text, "unmarshal errors:")), " ")
	return fmt.Errorf("it is not the YAML of a mapping: %.200s; %s are its keys, and columns has a line ROLE: COLUMN for each role",
		text, strings.Join(keys, ", "))
}

// plain are the names of columns by role, as they are compared.
func plain(of map[string]columns) map[string][]string {
	out := map[string][]string{}
	for role, list := range of {
		out[role] = make([]string, len(list))
		for i, name := range list {
			out[role][i] = clean(name)
		}
	}
	return out
}

// check tells what in a mapping cannot be.
func (m *Mapping) check(fingerprint string) error {
	if len(m.Header) == 0 {
		return errors.New("it has no header, the list of all columns of the tables that it is for; " +
			"incidentmap inspect FILE --write-mapping writes it")
	}
	if own := Fingerprint(m.Header); fingerprint != "" && fingerprint != own {
		return fmt.Errorf("its fingerprint is %.40q, and that of its header %q: one of them was changed; "+
			"without the line fingerprint the header alone counts", fingerprint, own)
	}
	for what, of := range map[string]map[string][]string{"columns": m.Columns, "fills": m.Fills} {
		if err := m.checkRoles(what, of); err != nil {
			return err
		}
	}
	if m.DateOrder != "" && m.DateOrder != "dmy" && m.DateOrder != "mdy" {
		return fmt.Errorf("date_order is %.40q; dmy and mdy are allowed", m.DateOrder)
	}
	if m.Encoding != "" {
		if _, err := dialect.Named(m.Encoding); err != nil {
			return fmt.Errorf("encoding: %w", err)
		}
	}
	return m.readCountry()
}

func (m *Mapping) checkRoles(what string, of map[string][]string) error {
	for _, role := range slices.Sorted(maps.Keys(of)) {
		if err := ingest.CheckRole(role); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if len(of[role]) == 0 {
			return fmt.Errorf("%s: %s has no column; leave the line out where no column has the role", what, role)
		}
		for _, name := range of[role] {
			if _, ok := slices.BinarySearch(m.Header, name); !ok {
				return fmt.Errorf("%s: %s is read from %q, which is not in the header; %s are", what, role, name, list(m.Header))
			}
		}
	}
	return nil
}

// readCountry makes the country its alpha-2 code.
func (m *Mapping) readCountry() error {
	if m.Country == "" {
		return nil
	}
	code, err := country.Code(m.Country)
	if err != nil {
		return fmt.Errorf("country is %w", err)
	}
	m.Country = code
	return nil
}

// remark stands above a mapping that is written.
const remark = `# Which column has which role, for --mapping of serve, validate, import, inspect, geocode.
# columns: a role and its column; of several columns, [a, b], figures are added and texts
# joined. fills: columns for the rows in which those are empty. Columns that stand in neither
# are kept as they are. A table with another header than this one is refused.
`

// Text writes a mapping as YAML, as Parse reads it.
func (m *Mapping) Text() (string, error) {
	doc := document{Columns: listed(m.Columns), Fills: listed(m.Fills), Encoding: m.Encoding, DateOrder: m.DateOrder,
		Country: m.Country, Header: names(m.Header), Fingerprint: Fingerprint(m.Header)}
	var b bytes.Buffer
	b.WriteString(remark)
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(doc); err != nil {
		return "", err
	}
	return b.String(), enc.Close()
}

func listed(of map[string][]string) map[string]columns {
	out := map[string]columns{}
	for role, list := range of {
		for _, name := range list {
			out[role] = append(out[role], clean(name))
		}
	}
	return out
}
