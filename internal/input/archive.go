package input

import (
	"archive/zip"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/filekind"
)

// namedFiles bounds how many files of an archive messages name.
const namedFiles = 10

// archive is a .zip file with tables in it.
type archive struct {
	name        string
	size, limit int64
	tables      []*zip.File
	left        []string // names of files that are not read
}

// list finds the tables of an archive, and what is beside them.
func (a *archive) list(content string, endings []string) error {
	r, err := filekind.Open(content)
	if err != nil {
		return err
	}
	if len(r.File) > maxMembers {
		return fmt.Errorf("it has %d files in it; at most %d are looked at", len(r.File), maxMembers)
	}
	for _, f := range r.File {
		base := path.Base(f.Name)
		switch hidden := strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/"); {
		case hidden || f.FileInfo().IsDir():
		case slices.Contains(endings, strings.ToLower(path.Ext(base))):
			a.tables = append(a.tables, f)
		default:
			a.left = append(a.left, base)
		}
	}
	if len(a.tables) == 0 {
		return fmt.Errorf("it has no file in it that ends in %s", strings.Join(endings, ", "))
	}
	a.leave(func(f *zip.File) bool { return isAbout(f.Name) })
	a.leave(func(f *zip.File) bool { return strings.EqualFold(path.Ext(f.Name), ".txt") })
	return nil
}

// leave takes files for no tables, if others are left then.
func (a *archive) leave(is func(*zip.File) bool) {
	var others []*zip.File
	var left []string
	for _, f := range a.tables {
		if is(f) {
			left = append(left, path.Base(f.Name))
		} else {
			others = append(others, f)
		}
	}
	if len(others) > 0 {
		a.tables, a.left = others, append(a.left, left...)
	}
}

// aboutNames are how the names of files begin that tell of data and hold none.
var aboutNames = []string{"readme", "read_me", "read me", "read-me", "license", "licence", "lizenz", "copying",
	"notice",
	"changelog", "changes", "citation", "terms", "about", "codebook", "data_dictionary", "datapackage", "metadata"}

// isAbout reports whether a file tells of the data beside it, by its name.
func isAbout(name string) bool {
	base := strings.ToLower(path.Base(name))
	return slices.ContainsFunc(aboutNames, func(about string) bool { return strings.HasPrefix(base, about) })
}

// read unpacks the only table, or several of one header.
func (a *archive) read() (u Unpacked, err error) {
	if u.Text, err = a.unpack(a.tables[0]); err != nil {
		return u, err
	}
	u.Name = filepath.Join(a.name, path.Base(a.tables[0].Name))
	if len(a.tables) > 1 {
		if err = a.join(&u); err != nil {
			return Unpacked{}, err
		}
	}
	if n := len(a.left); n > 0 {
		u.Notes = append(u.Notes, fmt.Sprintf("%s beside it in the archive: not read", listed(a.left)))
	}
	return u, nil
}

// unpack is the text of a file of the archive.
func (a *archive) unpack(f *zip.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", fmt.Errorf("%s: %s in it: %w", a.name, path.Base(f.Name), err)
	}
	text, err := unpacked(r, min(int64(f.CompressedSize64), a.size), a.limit) //nolint:gosec // the lesser counts
	if err = errors.Join(err, r.Close()); err != nil {
		return "", fmt.Errorf("%s: %s in it: %w", a.name, path.Base(f.Name), err)
	}
	return text, nil
}

// join adds the rows of all further tables to those of the first. They must have its header.
func (a *archive) join(u *Unpacked) error {
	slices.SortFunc(a.tables, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	var all strings.Builder
	var from []string
	header, lines := "", 0
	for i, f := range a.tables {
		text, err := a.unpack(f)
		if err != nil {
			return err
		}
		head, rows, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
		head = strings.TrimRight(head, "\r")
		switch {
		case i == 0:
			header, rows = head, text
		case head != header:
			return a.errSeveral()
		}
		if !strings.EqualFold(path.Ext(f.Name), ".csv") && !strings.EqualFold(path.Ext(f.Name), ".tsv") ||
			strings.Contains(head, "\x00") {
			return a.errSeveral()
		}
		if rows != "" && !strings.HasSuffix(rows, "\n") {
			rows += "\n"
		}
		from = append(from, fmt.Sprintf("%s from line %d on", path.Base(f.Name), lines+1))
		all.WriteString(rows)
		lines += strings.Count(rows, "\n")
		if int64(all.Len()) > a.limit {
			break
		}
	}
	stem := strings.TrimSuffix(filepath.Base(a.name), filepath.Ext(a.name))
	u.Text, u.Name = all.String(), filepath.Join(a.name, stem+path.Ext(a.tables[0].Name))
	u.Notes = append(u.Notes, fmt.Sprintf("%d tables of one header in the archive are read as one: %s", len(a.tables), listed(from)))
	return nil
}

// errSeveral is the error of an archive with several tables that do not belong together.
func (a *archive) errSeveral() error {
	var names []string
	for _, f := range a.tables {
		names = append(names, f.Name)
	}
	return fmt.Errorf("%s: it has %d files in it that can be read (%s), which have not the same first line; "+
		"unpack it, and name the ones that are meant", a.name, len(names), listed(names))
}

// listed are names with commas between, the first few of many.
func listed(names []string) string {
	if len(names) > namedFiles {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:namedFiles], ", "), len(names)-namedFiles)
	}
	return strings.Join(names, ", ")
}
