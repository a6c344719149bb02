package dates

import (
	"regexp"
	"strings"

	"incidentmap/internal/fold"
)

// Forms of dates that only some languages or programs have, before they are put into English.

// rewritten are such forms, and how the rest of the reader knows them.
var rewritten = []struct {
	form *regexp.Regexp
	as   string
}{
	// Fri Mar 12 14:30:00 +0000 2021, as C and many services write it.
	{regexp.MustCompile(`^(?:\pL{3,9},? +)?(\pL{3,9}) +(\d{1,2}) (\d{1,2}:\d\d(?::\d\d)?) ?([+-]\d{4}|[A-Z]{3,4})? (\d{4})$`),
		"$2 $1 $5 $3 $4"},
	// From one day to another, where the word for to is one for at as well.
	{regexp.MustCompile(`^((?:\pL+ )?\d{1,2}) a (\d{1,2} )`), "$1 to $2"},
	{regexp.MustCompile(`^((?:\pL+ )?\d{1,2}) e (\d{1,2} )`), "$1 and $2"},
	// Early, mid and late in Turkish stand behind, and in Russian after a word for in.
	{regexp.MustCompile(`^(.+) son(?:u|unda|ları|larında)$`), "late $1"},
	{regexp.MustCompile(`^(.+) ortas(?:ı|ında)$`), "mid $1"},
	{regexp.MustCompile(`^(.+) baş(?:ı|ında|ları|larında)$`), "early $1"},
	{regexp.MustCompile(`^(?:в|во|у|на|к) (\pL{3})`), "$1"},
	{regexp.MustCompile(`(?i)^(?:KW|CW|Kalenderwoche|semana|semaine|settimana|неделя|тиждень|hafta|minggu(?: ke)?|wk)[. -]{0,2}(\d{1,2})` +
		`(?: ?[/,] ?| (?:de |du |do |von |of )?)(\d{4})$`), "Week $1 $2"},
}

// quarterWords is a quarter of a year with its number as a digit, a numeral or a word.
var quarterWords = regexp.MustCompile(`(?i)^(?:le |el |o |das |im )?([1-4]|IV|I{1,3}|\pL+)(?:[.º°ªo]|-?(?:er|e|re|eme|ème|nd|й|ий))? ?` +
	`(?:quartal|trimestre|trim\.?|квартал[аеу]?|quarter|çeyrek|triwulan|kuartal|الربع)(?: (?:de|du|do|of|von|des))?,? (\d{4})(?: г\.?| года?)?$`)

// ordinals are the numbers of quarters.
var ordinals = map[string]string{"1": "1", "2": "2", "3": "3", "4": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4",
	"primer": "1", "primero": "1", "segundo": "2", "tercer": "3", "tercero": "3", "cuarto": "4", "primeiro": "1",
	"terceiro": "3", "quarto": "4", "premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4",
	"erstes": "1", "zweites": "2", "drittes": "3", "viertes": "4", "ersten": "1", "zweiten": "2", "dritten": "3",
	"vierten": "4", "первый": "1", "второи": "2", "второй": "2", "третии": "3", "третий": "3", "четвертыи": "4",
	"четвертый": "4", "first": "1", "third": "3", "fourth": "4", "birinci": "1", "ikinci": "2", "ucuncu": "3",
	"dorduncu": "4", "primo": "1", "secondo": "2", "terzo": "3"}

// shortWeekday begins with a word that may be a weekday, before a day.
var shortWeekday = regexp.MustCompile(`^(\pL{2,4})([.,]{0,2}) +(\d)`)

// shortWeekdays are weekdays as calendars cut them. Elsewhere in a cell they are other words.
var shortWeekdays = shortWords("lun mer jeu ven sam dim mie jue vie sab dom seg ter qua qui sex mo di mi do fr sa so " +
	"пн вт ср чт пт сб вс нд pzt sal car per cum cmt paz sen sel rab kam jum")

func shortWords(list string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(list) {
		words[w] = true
	}
	return words
}

// twoMonths is a month with two names, as the Levant and Egypt call it.
var twoMonths = regexp.MustCompile(`(\pL+(?: \pL+)?) ?/ ?(\pL+)`)

// spacedDays is a day in digits with full stops and blanks.
var spacedDays = regexp.MustCompile(`^(\d{1,2})\. (\d{1,2})\. ?(\d{4})\b`)

// usual writes a date of such a form as the rest of the reader knows it.
func usual(v string) string {
	if strings.Contains(v, ". ") {
		v = spacedDays.ReplaceAllStringFunc(v, func(date string) string {
			m := spacedDays.FindStringSubmatch(date)
			return isoParts([]string{m[3], m[2], m[1]})
		})
	}
	if inAnyLanguage(v) {
		return v
	}
	v = withoutWeekday(v)
	if m := quarterWords.FindStringSubmatch(v); m != nil && ordinals[fold.Text(m[1])] != "" {
		return "Q" + ordinals[fold.Text(m[1])] + " " + m[2]
	}
	for _, r := range rewritten {
		v = r.form.ReplaceAllString(v, r.as)
	}
	return oneMonth(v)
}

func withoutWeekday(v string) string {
	m := shortWeekday.FindStringSubmatch(v)
	if m == nil {
		return v
	}
	word := fold.Text(m[1])
	rest := v[len(m[0])-1:]
	march := word == "mar" && m[2] != "" // mar. 12 mars 2021: a Tuesday, if a month follows
	if _, month, ok := strings.Cut(rest, " "); march && ok {
		name, _, _ := strings.Cut(strings.TrimPrefix(month, "de "), " ")
		_, march = Month(strings.Trim(name, ".,"))
	}
	if shortWeekdays[word] || march {
		return rest
	}
	return v
}

// oneMonth leaves the first of two names of a month.
func oneMonth(v string) string {
	if strings.IndexByte(v, '/') < 0 {
		return v
	}
	return twoMonths.ReplaceAllStringFunc(v, func(both string) string {
		m := twoMonths.FindStringSubmatch(both)
		first, ok := Month(m[1])
		if second, is := Month(m[2]); ok && is && first == second {
			return m[1]
		}
		return both
	})
}
