package dates

import (
	_ "embed" // the words of dates
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"incidentmap/internal/fold"
)

//go:embed words.txt
var dateWordsText string

// The meanings of words in dates that are none of a month.
const (
	wordWeekday = "weekday"
	wordNothing = "nothing"
	wordEarly   = "early"
	wordMid     = "mid"
	wordLate    = "late"
	wordAM      = "AM"
	wordPM      = "PM"
	wordAt      = "at"
	// wordOnwards is what stands for an end that is not told, such as present.
	wordOnwards = "onwards"
	wordBetween = "between"
	wordAnd     = "and"
	wordBefore  = "before"
	// wordSeason is a season: its months depend on the hemisphere.
	wordSeason = "season"
	// wordPart is a part of the day, such as its night.
	wordPart = "part of the day"
)

// dateWords are the folded words of dates with their meanings: the English name of a
// month, or what else the word is.
var dateWords = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(dateWordsText) {
		meaning, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(meaning, "#") {
			continue
		}
		for word := range strings.SplitSeq(list, ",") {
			if folded := fold.Text(word); words[folded] == "" {
				words[folded] = meaning
			}
		}
	}
	return words
})

// Month reads the name of a month in any of the languages.
func Month(v string) (int, bool) {
	t, err := time.Parse("January", dateWords()[fold.Text(v)])
	return int(t.Month()), err == nil
}

// translated is a date in English; one that is all digits, but for the marks between them
// and the halves of a day, is in any language.
func translated(v string) string {
	if inAnyLanguage(v) {
		return strings.Join(strings.Fields(v), " ")
	}
	return inEnglish(v)
}

// inAnyLanguage reports whether a date has no words but those for the halves of a day.
func inAnyLanguage(v string) bool {
	for i := range len(v) {
		c := v[i] | 0x20
		if v[i] >= 0x80 || c >= 'a' && c <= 'z' && strings.IndexByte("ampmtz", c) < 0 {
			return false
		}
	}
	return true
}

// inEnglish writes a date as English does: names of months, digits and words that join
// dates are English, weekdays, endings of ordinals and words that say nothing are left
// out. What it does not know stays as it is.
func inEnglish(v string) string {
	var out english
	runes := []rune(v)
	for i := 0; i < len(runes); {
		from := i
		for i < len(runes) && isLetter(runes[i]) {
			i++
		}
		if i > from {
			i = out.word(runes, from, i)
			continue
		}
		out.mark(runes, i)
		i++
	}
	return strings.Trim(strings.Join(strings.Fields(string(out.text)), " "), ",")
}

// isLetter reports whether a rune is of a word. Unicode has the signs of ordinals, as in
// 1º, among the letters.
func isLetter(r rune) bool {
	return (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)) && r != 'º' && r != 'ª'
}

func isAnyDigit(r rune) bool {
	return r >= '0' && r <= '9' || r > unicode.MaxASCII && unicode.IsDigit(r)
}

// english is a date on its way into English.
type english struct {
	text []rune
	// month says that the last word was the name of a month, dropped that it was left out.
	month, dropped bool
}

// word adds the word from one rune to another, and tells how far it went: the names of
// some months are two words.
func (e *english) word(runes []rune, from, to int) int {
	words := dateWords()
	text := string(runes[from:to])
	meaning := words[fold.Text(text)]
	if end := nextWord(runes, to); end > to {
		if two := words[fold.Text(string(runes[from:end]))]; two != "" {
			meaning, to = two, end
		}
	}
	e.month, e.dropped = false, false
	switch {
	case e.afterDigit() && (isOrdinal(text) || text == "T" || text == "Z"):
		if text == "T" || text == "Z" {
			e.text = append(e.text, []rune(text)...)
		}
	case meaning == wordAt && beforeTime(runes, to):
		e.space()
	case meaning == "", meaning == wordAt, meaning == wordPart, meaning == wordSeason:
		e.text = append(e.text, runes[from:to]...)
	case meaning == wordWeekday, meaning == wordNothing, (meaning == wordAM || meaning == wordPM) && !e.afterTime():
		// After a year, the letter of Arabic for p.m. stands for the era.
		e.dropped = true
		e.space()
	default:
		e.name(meaning, to < len(runes) && isAnyDigit(runes[to]))
	}
	return to
}

// name adds a word by its English name, apart from digits. A full stop
// between a day and the word goes.
func (e *english) name(meaning string, beforeDigit bool) {
	_, err := time.Parse("January", meaning)
	e.month = err == nil
	if before := strings.TrimRight(string(e.text), " "); strings.HasSuffix(before, ".") {
		e.text = []rune(strings.TrimSuffix(before, "."))
	}
	e.space()
	e.text = append(e.text, []rune(meaning)...)
	if beforeDigit {
		e.space()
	}
}

// space adds a space after a letter or a digit.
func (e *english) space() {
	if n := len(e.text); n > 0 && (isLetter(e.text[n-1]) || isAnyDigit(e.text[n-1])) {
		e.text = append(e.text, ' ')
	}
}

// mark adds what is no letter.
func (e *english) mark(runes []rune, i int) {
	r := runes[i]
	switch {
	case r == '.' && e.month:
		e.space()
	case r == '-' && e.dropped && i+1 < len(runes) && isLetter(runes[i+1]): // sexta-feira
	case r == '.' && e.dropped, r == 'º' || r == 'ª' || r == '°':
	case r == ',' && (e.dropped || e.month):
		e.space()
	case unicode.IsSpace(r), r == '\u200c', r == '\u200f', r == '\u200e':
		e.text = append(e.text, ' ')
		return
	case r == '،':
		e.text = append(e.text, ',')
	case r > unicode.MaxASCII && unicode.IsDigit(r):
		e.text = append(e.text, fold.Digit(r))
	default:
		e.text = append(e.text, r)
	}
	e.month, e.dropped = false, false
}

// afterTime reports whether the word before is a time of day.
func (e *english) afterTime() bool {
	words := strings.Fields(string(e.text))
	return len(words) > 0 && strings.Contains(words[len(words)-1], ":")
}

// beforeTime reports whether a time of day follows.
func beforeTime(runes []rune, at int) bool {
	rest := strings.TrimLeft(string(runes[at:min(len(runes), at+len(" 12:"))]), " ")
	bare := strings.TrimLeft(rest, "0123456789")
	return bare != rest && bare != "" && strings.IndexByte(":h", bare[0]) >= 0
}

func (e *english) afterDigit() bool {
	n := len(e.text)
	return n > 0 && isAnyDigit(e.text[n-1])
}

// isOrdinal reports whether a word ends an ordinal number: 21st, 1er, 21-го.
func isOrdinal(word string) bool {
	switch strings.ToLower(word) {
	case "st", "nd", "rd", "th", "er", "re", "eme", "го", "е":
		return true
	}
	return false
}

// nextWord is the end of a second word behind a space.
func nextWord(runes []rune, at int) int {
	i := at
	for i < len(runes) && runes[i] == ' ' {
		i++
	}
	from := i
	for i < len(runes) && isLetter(runes[i]) {
		i++
	}
	if from == at || i == from {
		return at
	}
	return i
}

// partOfMonth reads early, mid or late March: days 1 to 10, 11 to 20, and 21 to the end,
// of which one is meant, approximately.
func (r *Reader) partOfMonth(v string) (Cell, bool) {
	if startsWithDigit(v) {
		return Cell{}, false
	}
	part, month, ok := strings.Cut(strings.Replace(v, "-", " ", 1), " ")
	if !ok {
		return Cell{}, false
	}
	var from, to int
	switch strings.ToLower(part) {
	case wordEarly:
		from, to = 1, 10
	case wordMid:
		from, to = 11, 20
	case wordLate:
		from, to = 21, 0
	default:
		return Cell{}, false
	}
	c, ok := r.written(month)
	if !ok {
		c, ok = Cell{Text: month}, len(month) == len("2006") || len(month) == len("2006-01")
	}
	if ok && len(c.Text) == len("2006") {
		c.Text += "~"
		return c, true
	}
	first, err := time.Parse("2006-01", c.Text)
	if !ok || err != nil {
		return Cell{}, false
	}
	if to == 0 {
		to = first.AddDate(0, 1, -1).Day()
	}
	c.Text = "[" + c.Text + "-" + twoDigits(from) + "~.." + c.Text + "-" + twoDigits(to) + "~]"
	return c, true
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
