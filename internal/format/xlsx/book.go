package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"math"
	"path"
	"strings"

	"incidentmap/internal/filekind"
	"incidentmap/internal/format"
)

// book is a workbook: its sheets, and what their cells refer to.
type book struct {
	parts map[string]*zip.File // by their names in lower case
	left  int64                // bytes that may yet be unpacked
	calendar
	sheets []sheetPart
	texts  []string
	styles []shown // by the number that cells have
}

// sheetPart is a sheet's name, and the part that it is in.
type sheetPart struct {
	name, part string
	hidden     bool
}

// Parts of workbooks whose relationships do not name them.
const (
	rootPart   = "xl/workbook.xml"
	textsPart  = "xl/sharedStrings.xml"
	stylesPart = "xl/styles.xml"
)

var errNoWorkbook = errors.New("it is not an XLSX workbook: it has no list of sheets")

// open reads all of a workbook but its sheets.
func open(text string) (*book, error) {
	archive, err := filekind.Open(text)
	if err != nil {
		return nil, fmt.Errorf("it is not an XLSX workbook: %w", err)
	}
	if len(archive.File) > maxParts {
		return nil, fmt.Errorf("it has %d parts; at most %d are allowed", len(archive.File), maxParts)
	}
	b := &book{parts: map[string]*zip.File{}, left: min(int64(len(text))*maxRatio+freeBytes, format.MaxBytes)}
	said := uint64(0) // what is unpacked is held against it by the reader of archives
	for _, f := range archive.File {
		b.parts[strings.ToLower(f.Name)] = f
		said = min(said+f.UncompressedSize64, math.MaxInt64)
	}
	if int64(said) > b.left { //nolint:gosec // it is no larger than that
		return nil, errRatio
	}
	root, err := b.root()
	if err != nil {
		return nil, err
	}
	related, err := b.relationships(root)
	if err != nil {
		return nil, err
	}
	if err := b.readSheets(root, related); err != nil {
		return nil, err
	}
	if err := b.readTexts(partOf(related, "/sharedStrings", textsPart)); err != nil {
		return nil, err
	}
	return b, b.readStyles(partOf(related, "/styles", stylesPart))
}

// root is the part that lists the sheets.
func (b *book) root() (string, error) {
	related, err := b.relationships("")
	if err != nil {
		return "", err
	}
	root := partOf(related, "/officeDocument", rootPart)
	if !b.has(root) {
		return "", errNoWorkbook
	}
	return root, nil
}

func (b *book) has(part string) bool { return b.parts[strings.ToLower(part)] != nil }

// partOf is the part of a kind that relationships name, else the one that is usual.
func partOf(related map[string]relationship, kind, usual string) string {
	for _, r := range related {
		if strings.HasSuffix(r.kind, kind) {
			return r.part
		}
	}
	return usual
}

// relationship is a part that another one refers to.
type relationship struct{ kind, part string }

// listOf is the part with the relationships of another one.
func listOf(part string) string {
	dir, file := path.Split(part)
	return dir + "_rels/" + file + ".rels"
}

// relationships are those of a part, by their IDs; none where it has no list of them.
func (b *book) relationships(of string) (map[string]relationship, error) {
	dir, list := path.Dir(of), listOf(of)
	out := map[string]relationship{}
	if !b.has(list) {
		return out, nil
	}
	err := b.each(list, func(_ *scanner, t token) error {
		if !t.starts("Relationship") || t.attribute("TargetMode") == "External" {
			return nil
		}
		target := t.attribute("Target")
		if absolute, ok := strings.CutPrefix(target, "/"); ok {
			target = absolute
		} else {
			target = path.Join(dir, target)
		}
		out[t.attribute("Id")] = relationship{t.attribute("Type"), target}
		return nil
	})
	return out, err
}

// readSheets reads which sheets there are, and from when on days are counted.
func (b *book) readSheets(root string, related map[string]relationship) error {
	return b.each(root, func(_ *scanner, t token) error {
		switch {
		case t.starts("workbookPr"):
			set := t.attribute("date1904")
			b.from1904 = set == "1" || strings.EqualFold(set, "true")
		case t.starts("sheet"):
			r, ok := related[t.attribute("id")]
			if ok && r.kind != "" && !strings.HasSuffix(r.kind, "worksheet") { // one of a chart or a macro
				return nil
			}
			name := t.attribute("name")
			if !ok || !b.has(r.part) {
				return fmt.Errorf("the sheet %q is in no part of it", name)
			}
			hidden := strings.HasSuffix(strings.ToLower(t.attribute("state")), "hidden") // or veryHidden
			b.sheets = append(b.sheets, sheetPart{name, r.part, hidden})
		}
		return nil
	})
}
