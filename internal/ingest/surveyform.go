package ingest

import (
	"slices"
	"strings"
)

// Exports of forms that are filled in on a phone (KoBoToolbox, ODK) have columns about the
// filling in beside the answers, and names that begin with the groups of their questions.

// Microsoft Forms puts the times of filling in and who did it first.
var (
	microsoftMarks   = []string{"Start time", "Completion time"}
	microsoftColumns = wordsOf("id email name language")
)

// formMarks are columns that such exports have: two of them tell one.
var formMarks = []string{"_submission_time", "_uuid", "_id", "_index", "meta/instanceID", "instanceID",
	"SubmissionDate", "KEY", "formhub/uuid"}

// formColumns are about filling in the form, and not in any group of its questions. With
// the underscore they begin with, notes and tags are no answers.
var formColumns = wordsOf("start end today starttime endtime submissiondate _submission_time deviceid device_id " +
	"subscriberid simserial phonenumber username meta/instanceid instanceid key _validation_status _status " +
	"_submitted_by __version__ _tags _notes _index")

// microsoftHead is how many columns come before the answers: a question may be called Name too.
const microsoftHead = 6

// isForm reports whether a header is that of such an export.
func isForm(header []string) bool {
	if isMicrosoftForm(header) {
		return true
	}
	n := 0
	for _, mark := range formMarks {
		if slices.Contains(header, mark) {
			n++
		}
	}
	return n >= 2
}

func isMicrosoftForm(header []string) bool {
	return !slices.ContainsFunc(microsoftMarks, func(mark string) bool { return !slices.Contains(header, mark) })
}

// questionOf is the name of a column without its groups.
func questionOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// keepFormColumns leaves columns about the filling in without a role, and points with the
// metres of their height and error that have columns of their coordinates beside them.
func (a *assignment) keepFormColumns() {
	microsoft := isMicrosoftForm(a.header)
	for i, h := range a.header {
		if own := slices.Contains(microsoftMarks, h) || h == "Last modified time" ||
			i < microsoftHead && h != "ID" && microsoftColumns[strings.ToLower(h)]; microsoft && own && !a.used[i] {
			a.kept[i], a.known[i], a.filling[i] = true, true, true
		}
		at := strings.LastIndexByte(h, '_')
		metres := at > 0 && (h[at:] == "_precision" || h[at:] == "_altitude") &&
			slices.Contains(a.header, h[:at]+"_latitude")
		point := slices.Contains(a.header, "_"+h+"_latitude")
		if (formColumns[strings.ToLower(h)] || metres || point) && !a.used[i] {
			a.kept[i], a.known[i], a.filling[i] = true, true, true
		}
	}
}
