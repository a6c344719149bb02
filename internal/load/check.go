package load

import (
	"fmt"
	"path/filepath"

	"incidentmap/geo"
	"incidentmap/internal/check"
	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
	"incidentmap/internal/input"
	"incidentmap/internal/report"
)

// Check checks a file or a directory against the rules. today is the day that no
// incident may be after. A file that cannot be read as a table at all is a
// finding too; the error is about one that is none, or not there.
func (r *Reader) Check(path string, today geo.Day) (*report.Report, error) {
	g, err := r.Places.Gazetteer()
	if err != nil {
		return nil, err
	}
	opt := check.Options{Gazetteer: g, Outlines: r.Outlines, Today: today}
	if input.IsDirectory(path) {
		return checkDirectoryOf(path, opt)
	}
	if filepath.Base(path) == curated.DatasetName {
		return nil, fmt.Errorf("%s describes a directory; give %s", path, filepath.Dir(path))
	}
	if err := input.Check(path); err != nil {
		return nil, err
	}
	read, err := r.read(path)
	if err != nil {
		return report.Unreadable(path, err), nil
	}
	out, err := r.checkTable(path, read, opt)
	if err != nil {
		return report.Unreadable(path, err), nil
	}
	return out, nil
}

func checkDirectoryOf(path string, opt check.Options) (*report.Report, error) {
	if err := checkDirectory(path); err != nil {
		return nil, err
	}
	dir, err := curated.Read(path)
	if err != nil {
		return nil, err
	}
	return check.Directory(dir, opt), nil
}

func (r *Reader) checkTable(path string, read source, opt check.Options) (*report.Report, error) {
	table, in, err := r.table(read)
	if err != nil {
		return nil, err
	}
	table.File = filepath.ToSlash(path)
	d := table.Dataset
	d.ID, d.Groups = "dataset", groupsOf("dataset", d.Groups)
	in.Outside = nil // the rule outside-country tells each row
	return check.Table(table, &d, in, opt)
}

// CheckIncident tells what is amiss with an incident that somebody writes, by the rules for
// rows of tables.
func (r *Reader) CheckIncident(inc *incident.Incident, d *incident.Dataset, today geo.Day) []report.Finding {
	return check.Incident(inc, d, check.Options{Outlines: r.Outlines, Today: today})
}
