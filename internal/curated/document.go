package curated

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"incidentmap/internal/report"
)

// maxFile bounds one file of YAML, in bytes.
const maxFile = 1 << 20

// problem is something in a file that keeps it from being read as it stands; a line
// of 0 is the whole file, and the path a key such as claims[2].scope.
func problem(file string, line int, path, message string) report.Finding {
	rule := report.RuleFile
	if path == "date" {
		rule = report.RuleDate
	}
	return rule.At(report.Where{File: file, Unit: "line", Row: line, Column: path}, message)
}

// document is a file of YAML that knows the lines of its keys.
type document struct {
	file string
	root *yaml.Node
}

// parseDocument decodes a file into a value. Unknown keys are problems: a
// misspelt one would be lost.
func parseDocument(raw []byte, name string, into any) (*document, []report.Finding) {
	doc := &document{file: name}
	if len(raw) > maxFile {
		return doc, []report.Finding{problem(name, 0, "", fmt.Sprintf("it is larger than %d kB", maxFile>>10))}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return doc, yamlProblems(name, err)
	}
	doc.root = &root
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return doc, []report.Finding{problem(name, 0, "", "it is empty")}
		}
		return doc, yamlProblems(name, err)
	}
	if err := dec.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return doc, []report.Finding{problem(name, 0, "", "it holds several documents, where one is allowed")}
	}
	return doc, nil
}

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(?:did not find|found|could not find|mapping|field|cannot|.)`)
	unknownKey  = regexp.MustCompile(`^field (.+) not found in type \S+$`)
	wrongType   = regexp.MustCompile("^cannot unmarshal \\S+ (?:`(.*)` )?into (.+)$")
	yamlPrefix  = regexp.MustCompile(`^(?:yaml: )?(?:line \d+: )?`)
	goTypeNames = map[string]string{"int": "a whole number", "string": "a text", "bool": "true or false"}
)

// yamlProblems puts the decoder's errors into our words.
func yamlProblems(file string, err error) []report.Finding {
	lines := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		lines = typed.Errors
	}
	var out []report.Finding
	for _, text := range lines {
		line := 0
		if m := yamlLine.FindStringSubmatch(text); m != nil && m[1] != "" {
			line, _ = strconv.Atoi(m[1]) //nolint:errcheck // digits
		}
		message, key := explainYAML(yamlPrefix.ReplaceAllString(text, ""))
		out = append(out, problem(file, line, key, message))
	}
	return out
}

func explainYAML(text string) (message, key string) {
	if m := unknownKey.FindStringSubmatch(text); m != nil {
		return "there is no key of this name here; is it misspelt?", m[1]
	}
	if m := wrongType.FindStringSubmatch(text); m != nil {
		want, ok := goTypeNames[strings.TrimPrefix(m[2], "*")]
		if !ok {
			want = "a list or a group of keys"
		}
		return fmt.Sprintf("%q stands where %s is allowed", m[1], want), ""
	}
	return "it is not YAML: " + text, ""
}

// line finds the line of a path of keys and positions: of the key itself, or
// of the nearest one above it that is there.
func (d *document) line(path ...any) int {
	if d == nil || d.root == nil || len(d.root.Content) == 0 {
		return 0
	}
	node := d.root.Content[0]
	line := node.Line
	for _, step := range path {
		key, next := child(node, step)
		if next == nil {
			return line
		}
		line, node = key.Line, next
	}
	return line
}

// child is what a step leads to, and the node whose line stands for it.
func child(node *yaml.Node, step any) (key, value *yaml.Node) {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch s := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && s < len(node.Content) {
			return node.Content[s], node.Content[s]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == s {
				return node.Content[i], node.Content[i+1]
			}
		}
	}
	return nil, nil
}

// pathText writes a path as people do: claims[2].scope, counted from 1.
func pathText(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", s+1)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s)
		}
	}
	return b.String()
}
