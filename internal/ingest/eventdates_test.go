package ingest

import (
	"strings"
	"testing"
)

// tableOf is a table of lines, the first of which is its header, with bars between cells.
func tableOf(lines ...string) *Table {
	t := &Table{File: "x.csv", Unit: "row", Header: strings.Split(lines[0], "|")}
	for i, line := range lines[1:] {
		t.Rows = append(t.Rows, Row{Number: i + 2, Cells: strings.Split(line, "|")})
	}
	return t
}

// Of several columns of dates the incident's own is taken, and other days are told.
func TestDateOfTheEvent(t *testing.T) {
	for header, told := range map[string]string{
		"Timestamp|Date of incident": `looks like a date and is not used`,
		"Datetime|Date of attack":    "1 row with another day in Datetime than in Date of attack (row 2",
		"Date|Event date":            "1 row with another day in Date than in Event date (row 2",
		"Date Rptd|DATE OCC":         `looks like a date and is not used`,
		"Timestamp|Fecha":            "1 row with another day in Timestamp than in Fecha (row 2",
	} {
		res, err := Read(tableOf(header, "2023-03-11 10:11:00|2023-02-01"), Options{})
		if err != nil || res.Incidents[0].Date.Text != "2023-02-01" {
			t.Errorf("%s: %v, %v", header, err, res)
			continue
		}
		if len(res.Findings) != 1 || !strings.Contains(res.Findings[0].Message, told) {
			t.Errorf("%s: %v", header, res.Findings)
		}
	}
}

// An end is not taken for the date beside another column of dates.
func TestEndAlone(t *testing.T) {
	for _, header := range []string{"BEGIN_DATE_TIME|END_DATE_TIME", "Onset|End date", "Blast|End date"} {
		got, err := Read(tableOf(header, "2023-03-05|2023-03-06"), Options{})
		if err != nil || got.Incidents[0].Date.Text != "2023-03-05/2023-03-06" {
			t.Errorf("%s: %v, %v", header, err, got)
		}
	}
	if _, err := Read(tableOf("Blast|Rescue|End date", "2023-03-05|2023-03-06|2023-03-07"), Options{}); err == nil ||
		!strings.Contains(err.Error(), "These hold dates: Blast, Rescue, End date") {
		t.Errorf("of two that may be the start: %v", err)
	}
	if got := rolesOf(tableOf("End date", "2023-03-06")); got["end"] != "End date" {
		t.Errorf("an end without any other: %v", got)
	}
}

// Days on which something else was done are not those of the incident.
func TestOtherDays(t *testing.T) {
	got := rolesOf(tableOf("incident_name|incident_date_created|incident_date_extinguished",
		"Camp Fire|2018-11-08|2018-11-25"))
	if got["date"] != "incident_date_created" || got["title"] != "incident_name" {
		t.Errorf("%v", got)
	}
	got = rolesOf(tableOf("Date Rptd|DATE OCC|TIME OCC", "2020-03-21|2020-03-01|2130"))
	if got["date"] != "DATE OCC" || got["time"] != "TIME OCC" {
		t.Errorf("%v", got)
	}
}

// What is said of tables without a date, and of dates without a year, is true and helps.
func TestWordsOfMissingDates(t *testing.T) {
	_, err := Read(tableOf("id|day_added|moment", "1|20230502|20230501"), Options{})
	if err == nil || !strings.Contains(err.Error(), "These hold dates: day_added, moment. ") {
		t.Errorf("%v", err)
	}
	res, err := Read(tableOf("Date|Place|Dead", "January 1|Paris|1", "29 February|Gao|1", "soon|Gao|2"), Options{})
	if err != nil || !strings.Contains(res.Findings[0].Message, `"January 1" has no year;`) ||
		!strings.Contains(res.Findings[1].Message, "--column year=NAME") ||
		!strings.Contains(res.Findings[2].Message, "is not a date that is understood") {
		t.Errorf("%v, %v", err, res)
	}
}

// The second of two columns of one name may be used too.
func TestTwoColumnsOfCountries(t *testing.T) {
	res, err := Read(tableOf("Date|Country|Country", "2023-01-01|ML|Mali"), Options{})
	if err != nil || !strings.Contains(res.Findings[0].Message, "the second is used too, as country_code") {
		t.Errorf("%v, %v", err, res)
	}
}

// The first of several days of one record is taken where all are the same.
func TestSameDaysOfRecords(t *testing.T) {
	const header = "name|incident_date_last_update|incident_date_created|incident_dateonly_created"
	got := rolesOf(tableOf(header, "x|2019-01-04|2018-11-08T06:33:00Z|2018-11-08"))
	if got["date"] != "incident_date_created" {
		t.Errorf("%v", got)
	}
	if got = rolesOf(tableOf(header, "x|2019-01-04|2018-11-08|2018-11-09")); got["date"] != "" {
		t.Errorf("of different days: %v", got)
	}
}

// Words for the incident and for its report are known in other languages too.
func TestDatesOfReports(t *testing.T) {
	for _, names := range []string{"Datum der Meldung|Datum des Vorfalls", "Fecha de registro|Fecha del hecho",
		"Data do registro|Data da ocorrência", "Date de saisie|Date de l'incident", "Дата сообщения|Дата происшествия",
		"Kayıt tarihi|Olay tarihi", "Tanggal laporan|Tanggal kejadian", "تاريخ التسجيل|تاريخ الحادث"} {
		_, want, _ := strings.Cut(names, "|")
		if got := rolesOf(tableOf(names, "2023-03-11|2023-02-01")); got["date"] != want {
			t.Errorf("%s: %v", names, got)
		}
	}
}
