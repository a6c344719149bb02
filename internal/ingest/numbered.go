package ingest

import (
	"cmp"
	"fmt"
	"slices"

	"incidentmap/internal/incident"
)

// numberedSource are the columns of one of several sources; -1 for one that is not there.
type numberedSource struct {
	number         string
	title, address int
}

// applyNumbered finds columns of sources and of their addresses that differ in a number alone:
// Source 1, URL 1, Source 2, URL 2. Those of a number are a source of its own.
func (a *assignment) applyNumbered() {
	if a.preset != nil {
		return
	}
	titles, urls := a.numberedLike(roleSource), a.numberedLike(roleURL)
	if len(titles)+len(urls) == 0 {
		return
	}
	if len(titles) == 0 {
		titles = map[string]int{firstNumber: a.columns[roleSource]}
	}
	if len(urls) == 0 {
		urls = map[string]int{firstNumber: a.columns[roleURL]}
	}
	for _, digit := range digitsFrom1 {
		title, hasTitle := titles[digit]
		url, hasURL := urls[digit]
		s := numberedSource{number: digit, title: -1, address: -1}
		if hasTitle {
			s.title = title
		}
		if hasURL {
			s.address = url
		}
		if s.title < 0 && s.address < 0 {
			continue
		}
		a.numbered = append(a.numbered, s)
		for _, i := range []int{s.title, s.address} {
			if i >= 0 {
				a.used[i] = true
			}
		}
	}
}

// firstNumber is that of a column without one, beside others that have one.
const firstNumber = "1"

var digitsFrom1 = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}

// numberedLike are the columns that are called as a role's but for a number, by number; none
// where it is the only one.
func (a *assignment) numberedLike(ro role) map[string]int {
	first := a.columns[ro]
	if first < 0 || a.why[ro] != WhyName || len(a.plus[ro]) > 0 {
		return nil
	}
	out := map[string]int{cmp.Or(numberIn(a.split[first]), firstNumber): first}
	name := without(a.split[first], oneDigit)
	for i, words := range a.split {
		number := numberIn(words)
		if a.used[i] || a.known[i] || number == "" || !slices.Equal(without(words, oneDigit), name) {
			continue
		}
		if _, taken := out[number]; !taken {
			out[number] = i
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// numberIn is the only word of a name that is a digit; empty where there is none, or several.
func numberIn(words []string) string {
	if len(without(words, oneDigit)) != len(words)-1 {
		return ""
	}
	for _, w := range words {
		if slices.Contains(digitsFrom1, w) {
			return w
		}
	}
	return ""
}

var oneDigit = wordsOf("1 2 3 4 5 6 7 8 9")

// numberedSources are the sources of a row's numbered columns, without those that are empty.
func (b *builder) numberedSources(r *Row) (out []incident.Source) {
	at := func(column int) string {
		if column < 0 {
			return ""
		}
		return r.at(column)
	}
	for _, n := range b.assigned.numbered {
		title, url := at(n.title), at(n.address)
		if title == "" && url == "" {
			continue
		}
		for _, s := range b.makeSources(title, "", "", url) {
			if s.Key = incident.TableSource; len(out) > 0 {
				s.Key = fmt.Sprintf("%s-%d", incident.TableSource, len(out)+1)
			}
			out = append(out, s)
		}
	}
	return out
}

// numberedAs are the numbered columns of a role but for the first.
func (a *assignment) numberedAs(ro role) (out []int) {
	for _, n := range a.numbered {
		column := map[role]int{roleSource: n.title, roleURL: n.address}[ro]
		if (ro == roleSource || ro == roleURL) && column >= 0 && column != a.columns[ro] {
			out = append(out, column)
		}
	}
	return out
}
