package dates

import "incidentmap/internal/edtf"

// firstYear and lastYear are of the days that have a place in days: nearly all that tables
// have.
const firstYear, lastYear = 1900, 2099

// days are the dates of single days that were read, by year, then by month and day. Most
// cells of most tables are such: their place is found without a hash of their text.
type days [lastYear - firstYear + 1]*[12 * 31]*edtf.Date

// of is the place of a text such as 2017-04-13, which may be no day of the calendar; nil
// for every other text.
func (d *days) of(text string) **edtf.Date {
	if len(text) != len("2017-04-13") || text[4] != '-' || text[7] != '-' {
		return nil
	}
	year, month, day := digits(text[:4])-firstYear, digits(text[5:7])-1, digits(text[8:])-1
	if year < 0 || year >= len(d) || month < 0 || month >= 12 || day < 0 || day >= 31 {
		return nil
	}
	if d[year] == nil {
		d[year] = new([12 * 31]*edtf.Date)
	}
	return &d[year][31*month+day]
}

// digits is the number that digits alone write, and -1 for other texts.
func digits(text string) int {
	n := 0
	for i := range len(text) {
		c := text[i] - '0'
		if c > 9 {
			return -1
		}
		n = 10*n + int(c)
	}
	return n
}
