package ingest

import (
	"slices"
	"strings"
)

// Exports of forms that are filled in on a phone (KoBoToolbox, ODK) have columns about the
// filling in beside the answers, and names that begin with the groups of their questions.

// formMarks are columns that such exports have: two of them tell one.
var formMarks = []string{"_submission_time", "_uuid", "_id", "_index", "meta/instanceID", "instanceID",
	"SubmissionDate", "KEY", "formhub/uuid"}

// formColumns are about filling in the form, and not in any group of its questions. With
// the underscore they begin with, notes and tags are no answers.
var formColumns = wordsOf("start end today starttime endtime submissiondate _submission_time deviceid device_id " +
	"subscriberid simserial phonenumber username meta/instanceid instanceid key _validation_status _status " +
	"_submitted_by __version__ _tags _notes _index")

// isForm reports whether a header is that of such an export.
func isForm(header []string) bool {
	n := 0
	for _, mark := range formMarks {
		if slices.Contains(header, mark) {
			n++
		}
	}
	return n >= 2
}

// questionOf is the name of a column without its groups.
func questionOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// keepFormColumns leaves columns about the filling in without a role, and points with the
// metres of their height and error that have columns of their coordinates beside them.
func (a *assignment) keepFormColumns() {
	for i, h := range a.header {
		at := strings.LastIndexByte(h, '_')
		metres := at > 0 && (h[at:] == "_precision" || h[at:] == "_altitude") &&
			slices.Contains(a.header, h[:at]+"_latitude")
		point := slices.Contains(a.header, "_"+h+"_latitude")
		if (formColumns[strings.ToLower(h)] || metres || point) && !a.used[i] {
			a.kept[i], a.known[i] = true, true
		}
	}
}
