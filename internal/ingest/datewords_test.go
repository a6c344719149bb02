package ingest_test

import (
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

// TestDatesAsPeopleWriteThem: each form is read as the date that a reader would take it
// for, with its time where it has one.
func TestDatesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ cell, date, time string }{
		{"2023/03", "2023-03", ""}, {"03/2023", "2023-03", ""}, {"3.2023", "2023-03", ""}, {"03-2023", "2023-03", ""},
		{"2023-03-00", "2023-03", ""}, {"2023-00-00", "2023", ""}, {"2023/03/00", "2023-03", ""},
		{"2018/05/31 12:25:22", "2018-05-31", "12:25:22"}, {"20240321T233000Z", "2024-03-21", "23:30:00Z"},
		{"20240321233000", "2024-03-21", "23:30:00"}, {"20240321T2330+0530", "2024-03-21", "23:30:00+05:30"},
		{"1679408400", "2023-03-21", "14:20:00Z"}, {"1679408400000", "2023-03-21", "14:20:00Z"},
		{"1679408400.5", "2023-03-21", "14:20:00Z"}, {"1679356800", "2023-03-21", ""},
		{"Sept 21, 2024", "2024-09-21", ""}, {"Sept. 21, 2024", "2024-09-21", ""}, {"Mar. 21, 2023", "2023-03-21", ""},
		{"21st March 2023", "2023-03-21", ""}, {"March 3rd, 2023", "2023-03-03", ""}, {"2nd of May 2023", "2023-05-02", ""},
		{"Tue 21 Mar 2023", "2023-03-21", ""}, {"Tuesday, March 21, 2023", "2023-03-21", ""},
		{"Tue, 21 Mar 2023 14:30:00 GMT", "2023-03-21", "14:30:00Z"},
		{"Tue, 21 Mar 2023 14:30:00 +0200", "2023-03-21", "14:30:00+02:00"},
		{"21-27 March 2024", "2024-03-21/2024-03-27", ""}, {"21–27 March 2024", "2024-03-21/2024-03-27", ""},
		{"21 to 27 March 2024", "2024-03-21/2024-03-27", ""}, {"March 21-27, 2024", "2024-03-21/2024-03-27", ""},
		{"21/22 March 2024", "2024-03-21/2024-03-22", ""}, {"21 or 22 March 2024", "[2024-03-21..2024-03-22]", ""},
		{"28 March - 3 April 2024", "2024-03-28/2024-04-03", ""}, {"March 28 - April 3, 2024", "2024-03-28/2024-04-03", ""},
		{"March-April 2023", "2023-03/2023-04", ""}, {"2019-2020", "2019/2020", ""},
		{"2023-Q1", "2023-01/2023-03", ""}, {"Q4 2023", "2023-10/2023-12", ""}, {"2nd quarter 2023", "2023-04/2023-06", ""},
		{"2023-W12", "[2023-03-20..2023-03-26]", ""}, {"2023-W12-2", "2023-03-21", ""}, {"2020-W53-7", "2021-01-03", ""},
		{"c. 2015", "2015~", ""}, {"c.2015", "2015~", ""}, {"~2015", "~2015", ""}, {"≈ 2015", "2015~", ""}, {"ca. März 2015", "2015-03~", ""},
		{"early March 2023", "[2023-03-01~..2023-03-10~]", ""}, {"mid-March 2023", "[2023-03-11~..2023-03-20~]", ""},
		{"late February 2024", "[2024-02-21~..2024-02-29~]", ""}, {"Anfang März 2023", "[2023-03-01~..2023-03-10~]", ""},
		{"fin mars 2023", "[2023-03-21~..2023-03-31~]", ""}, {"mediados de marzo de 2023", "[2023-03-11~..2023-03-20~]", ""},
		{"end of 2023", "2023~", ""},
		{"21 mars 2023", "2023-03-21", ""}, {"1er mai 2023", "2023-05-01", ""}, {"mardi 21 mars 2023", "2023-03-21", ""},
		{"21. März 2023", "2023-03-21", ""}, {"21.März.2023", "2023-03-21", ""}, {"21 de marzo de 2023", "2023-03-21", ""},
		{"21 de março de 2023", "2023-03-21", ""}, {"21 марта 2023 г.", "2023-03-21", ""},
		{"21 березня 2023 року", "2023-03-21", ""}, {"21 مارس 2023", "2023-03-21", ""},
		{"21 كانون الثاني 2023", "2023-01-21", ""}, {"٢١/٠٣/٢٠٢٣", "2023-03-21", ""}, {"۲۱/۰۳/۲۰۲۳", "2023-03-21", ""},
		{"۲۱ مارس ۲۰۲۳", "2023-03-21", ""}, {"21 Mart 2023 Salı", "2023-03-21", ""}, {"21 Agustus 2023", "2023-08-21", ""},
		{"vendredi 21 avril 2023 14h30", "2023-04-21", "14:30"}, {"from 21 March 2023 to 27 March 2023", "2023-03-21/2023-03-27", ""},
		{"08/21/2008 12:00:00 AM", "2008-08-21", ""}, {"08/21/2008 02:30 AM", "2008-08-21", "02:30"},
		{"08/21/2008 2:30 PM", "2008-08-21", "14:30"}, {"21/03/2023 10:30 م", "2023-03-21", "22:30"},
		{"21 مارس 2023 م", "2023-03-21", ""}, {"21 mars 2023 à 14:30", "2023-03-21", "14:30"},
		{"21.03.2023 um 14:30 Uhr", "2023-03-21", "14:30"}, {"21 марта 2023 в 14:30", "2023-03-21", "14:30"},
		{"from 2023-03-21", "2023-03-21/..", ""}, {"12 avril 2019", "2019-04-12", ""},
		{"1º de março de 2024", "2024-03-01", ""}, {"1er mars 2024", "2024-03-01", ""}, {"21.–27. Juni 2024", "2024-06-21/2024-06-27", ""},
		{"21st of March, 2024", "2024-03-21", ""}, {"between 3 and 5 May 2024", "[2024-05-03..2024-05-05]", ""},
		{"entre le 3 et le 5 mai 2024", "[2024-05-03..2024-05-05]", ""}, {"بين 3 و5 مايو 2024", "[2024-05-03..2024-05-05]", ""},
		{"zwischen dem 3. und 5. Mai 2024", "[2024-05-03..2024-05-05]", ""},
		{"30 Dec 2023-2 Jan 2024", "2023-12-30/2024-01-02", ""}, {"Dec 30, 2023-Jan 2, 2024", "2023-12-30/2024-01-02", ""},
		{"Dec 2023-Jan 2024", "2023-12/2024-01", ""},
		{"May 2024?", "2024-05?", ""}, {"3 May 2024?", "2024-05-03?", ""}, {"2024?", "2024?", ""},
		{"2024.03.21.", "2024-03-21", ""}, {"2024. 3. 21.", "2024-03-21", ""}, {"the 1980s", "198X", ""}, {"1990er Jahre", "199X", ""},
		{"années 1990", "199X", ""}, {"1990-е", "199X", ""}, {"3-V-2024", "2024-05-03", ""}, {"3.XII.2024", "2024-12-03", ""},
		{"Mar '24", "2024-03", ""}, {"21 Mar ’24", "2024-03-21", ""}, {"2024年3月21日", "2024-03-21", ""},
		{"2024년 3월 21일", "2024-03-21", ""}, {"2024年3月", "2024-03", ""}, {"2024年3月21日 14:30", "2024-03-21", "14:30"},
		{"2020-5-5", "2020-05-05", ""}, {"2020-5-17 9:05", "2020-05-17", "09:05"}, {"2015-03-??", "2015-03", ""},
		{"00/03/2015", "2015-03", ""}, {"00/00/2015", "2015", ""}, {"2015-??-??", "2015", ""}, {"05.05.-07.05.2020", "2020-05-05/2020-05-07", ""},
		{"5.-7.5.2020", "2020-05-05/2020-05-07", ""}, {"28/4-2/5/2020", "2020-04-28/2020-05-02", ""},
		{"05/2020-06/2020", "2020-05/2020-06", ""}, {"2020-05-05/06", "2020-05-05/2020-05-06", ""}, {"(5 May 2020)", "2020-05-05", ""},
		{"5 May 2020*", "2020-05-05", ""}, {"5 May 2020 [1]", "2020-05-05", ""}, {"on or about 5 May 2020", "2020-05-05~", ""},
		{"May 2020 (exact day unknown)", "2020-05", ""}, {"2 s.d. 4 April 2021", "2021-04-02/2021-04-04", ""},
		{"5 May 2020 or 5 June 2020", "[2020-05-05,2020-06-05]", ""}, {"03.04.2023", "2023-04-03", ""},
	} {
		res, err := one(t, ingest.Options{Year: 2026}, "date: "+c.cell)
		if err != nil || len(res.Incidents) != 1 {
			t.Errorf("%s: %v, %v", c.cell, err, res)
			continue
		}
		if inc := res.Incidents[0]; inc.Date.Text != c.date || inc.Time != c.time {
			t.Errorf("%s: %s %s, want %s %s", c.cell, inc.Date.Text, inc.Time, c.date, c.time)
		}
	}
}

// TestOpenDates: what began and has no end is open, in words, marks and EDTF.
func TestOpenDates(t *testing.T) {
	for cell, want := range map[string]string{
		"2024-03-03/..": "2024-03-03/..", "2024-03-03/": "2024-03-03/", "2024-03-03 /..": "2024-03-03/..",
		"from 3 March 2024": "2024-03-03/..", "From 3 March 2024 on": "2024-03-03/..",
		"from March 2024 onwards": "2024-03/..", "3 March 2024 onwards": "2024-03-03/..",
		"since 2019": "2019/..", "Since c. 2019": "2019~/..", "2019 to present": "2019/..",
		"2019-present": "2019/..", "2019–": "2019/..", "2024-03-03 –": "2024-03-03/..", "2024-03-03 -": "2024-03-03/..",
		"3 March 2024 (ongoing)": "2024-03-03/..", "2024-03-03, ongoing": "2024-03-03/..",
		"2024-03-03 to ?": "2024-03-03/..", "Ongoing since 3 March 2024": "2024-03-03/..",
		"from early March 2024": "2024-03-01~/..", "from 21 March 2023 14:30": "2023-03-21/..",
		"from 2024-03-03/2024-03-05": "2024-03-03/2024-03-05",
		"seit 3. März 2024":          "2024-03-03/..", "ab dem 3. März 2024": "2024-03-03/..", "vom 3. März 2024 bis heute": "2024-03-03/..",
		"depuis le 3 mars 2024": "2024-03-03/..", "à partir du 3 mars 2024": "2024-03-03/..", "depuis mars 2024": "2024-03/..",
		"du 3 au 5 mars 2024":         "2024-03-03/2024-03-05",
		"desde el 3 de marzo de 2024": "2024-03-03/..", "a partir de 3 de março de 2024": "2024-03-03/..",
		"3 de marzo de 2024 hasta hoy": "2024-03-03/..",
		"с 3 марта 2024 г.":            "2024-03-03/..", "с 3 марта 2024 по настоящее время": "2024-03-03/..",
		"з 3 березня 2024": "2024-03-03/..", "منذ 3 مارس 2024": "2024-03-03/..", "3 Mart 2024'ten itibaren": "2024-03-03/..",
		"sejak 3 Maret 2024": "2024-03-03/..",
	} {
		res, err := one(t, ingest.Options{Year: 2026}, "date: "+cell)
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) > 0 {
			t.Errorf("%s: %v, %+v", cell, err, res)
			continue
		}
		if d := res.Incidents[0].Date; d.Text != want {
			t.Errorf("%s is read as %s, want %s", cell, d.Text, want)
		}
	}
}

// TestOpenEnds: a column of ends may say that there is none; an empty cell says nothing.
func TestOpenEnds(t *testing.T) {
	for end, want := range map[string]string{
		"ongoing": "2024-03-03/..", "present": "2024-03-03/..", "..": "2024-03-03/..",
		"9999-12-31": "2024-03-03/..", "heute": "2024-03-03/..", "": "2024-03-03", "2024-03-05": "2024-03-03/2024-03-05",
	} {
		res, err := ingest.Read(tableOf("title|start|end", "a|2024-03-03|"+end), ingest.Options{Year: 2026})
		if err != nil || len(res.Incidents) != 1 || len(res.Findings) > 0 || res.Incidents[0].Date.Text != want {
			t.Errorf("an end %q: %+v, %v, want %s", end, res, err, want)
		}
	}
}

// TestNoDates: what is no date is left out with the true reason.
func TestNoDates(t *testing.T) {
	for cell, want := range map[string]string{
		"-480-09-29": "before the year 1", "480 BC": "before the year 1", "44 v. Chr.": "before the year 1",
		"in spring or so": "is not a date that is understood", "2023-13-01": "is not a date",
		"2023.5": "is not a date that is understood", "123456789": "is not a date that is understood",
		"99 March 2023": "is not a date that is understood", "2023-W60": "is not a date",
		"before 3 May 2024": "tells no first day", "avant mai 2024": "tells no first day", "vor dem 3. Mai 2024": "tells no first day",
		"3-XIII-2024": "is not a date that is understood",
	} {
		res, err := one(t, ingest.Options{Year: 2026}, "date: "+cell)
		if err != nil || len(res.Incidents) != 0 || len(res.Findings) != 1 ||
			!strings.Contains(res.Findings[0].Message, want) {
			t.Errorf("%s: %v, %+v, want %s", cell, err, res, want)
		}
	}
}

// TestPartsOfDays: the day is read, and the part of it that is not is told.
func TestPartsOfDays(t *testing.T) {
	for cell, want := range map[string]string{
		"the night of 3 to 4 May 2024": "2024-05-03/2024-05-04", "evening of 3 May 2024": "2024-05-03",
		"spring 2015": "2015", "Winter 2015": "2015", "été 2015": "2015", "Nacht zum 5. Mai 2020": "2020-05-05",
		"la nuit du 3 au 4 mai 2024": "2024-05-03/2024-05-04", "3 May 2024 (evening)": "2024-05-03",
	} {
		res, err := one(t, ingest.Options{Year: 2026}, "date: "+cell)
		if err != nil || len(res.Incidents) != 1 || res.Incidents[0].Date.Text != want || len(res.Findings) != 1 ||
			!strings.Contains(res.Findings[0].Message, "stands beside the date") {
			t.Errorf("%s: %v, %+v, want %s", cell, err, res, want)
		}
	}
}
