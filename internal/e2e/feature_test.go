//go:build e2e

package e2e

import "strings"

// whole is all of a collection that a query matches, in one page.
func (p *process) whole(collection, query string) page {
	p.t.Helper()
	return read[page](p, items(collection, strings.TrimPrefix(query+"&limit=10000", "&")))
}

// count is a property that is a count: nil where it is not reported.
func (f feature) count(name string) *int {
	n, ok := f.Properties[name].(float64)
	if !ok {
		return nil
	}
	i := int(n)
	return &i
}

func (f feature) text(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}
