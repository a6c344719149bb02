package spell

// Names are spelt by ear. What follows reduces a folded name to the sounds that
// spellings agree on, so that Jowzjan and Jozjan, Kunduz and Qunduz, Tsowkey and
// Chawki, Mu Se and Muse fall together, and so do a name and its form in Arabic or
// Cyrillic script.

// romans are the letters of other scripts as they are mostly romanised. Arabic
// script leaves short vowels out.
var romans = map[rune]string{
	'ا': "a", 'ب': "b", 'پ': "p", 'ت': "t", 'ث': "s", 'ج': "j", 'چ': "ch", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "z",
	'ر': "r", 'ز': "z",
	'ژ': "zh", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "z", 'ط': "t", 'ظ': "z", 'ع': "a", 'غ': "gh", 'ف': "f", 'ق': "q",
	'ک': "k", 'گ': "g",
	'ل': "l", 'م': "m", 'ن': "n", 'و': "u", 'ه': "h", 'ی': "i", 'ټ': "t", 'ډ': "d", 'ړ': "r", 'ڼ': "n", 'ښ': "kh",
	'ږ': "g", 'څ': "ts",
	'ځ': "z", 'ں': "n", 'ٹ': "t", 'ڈ': "d", 'ڑ': "r", 'ء': "",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n",
	'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "sh", 'ъ': "",
	'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'қ': "q", 'ғ': "gh", 'ҳ': "h", 'ҷ': "j", 'ӯ': "u", 'ў': "o",
	'җ': "j", 'ң': "ng",
}

// AppendRoman appends a folded name in Latin letters, without spaces. Digits
// stay; letters of scripts that romans does not know make it report false.
func AppendRoman(b []byte, key string) ([]byte, bool) {
	for _, r := range key {
		switch {
		case r == ' ':
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b = append(b, byte(r))
		default:
			s, ok := romans[r]
			if !ok {
				return b, false
			}
			b = append(b, s...)
		}
	}
	return b, true
}

// IsVowel reports whether a letter is one, or is written for one.
func IsVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// IsDigit reports whether a letter is one: those of names are never misspelt.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// classOf are the consonants by their sound; 0 for letters that are dropped.
var classOf = [256]byte{
	'b': 'b', 'c': 'k', 'd': 'd', 'f': 'p', 'g': 'g', 'j': 'j', 'k': 'k', 'l': 'l', 'm': 'm', 'n': 'n', 'p': 'p',
	'q': 'k', 'r': 'r',
	's': 's', 't': 't', 'v': 'v', 'w': 'v', 'x': 's', 'z': 's',
}

// SoundLetters are the values of classOf, and 'c' for the sound of ch.
const SoundLetters = "bcdgjklmnprstv"

// AppendSounds appends the skeleton of a romanised name: its consonants by class,
// each run of one written once, and 'a' first where it starts with a vowel.
func AppendSounds(b, roman []byte) []byte {
	for i := 0; i < len(roman); i++ {
		c := roman[i]
		next := byte(0)
		if i+1 < len(roman) {
			next = roman[i+1]
		}
		class := classOf[c]
		switch {
		case i > 0 && c == roman[i-1]:
			continue
		case i == 0 && IsVowel(c):
			class = 'a'
		case c == 'c' && next == 'h', c == 't' && next == 's':
			class = 'c'
			i++
		case c == 'c' && (next == 'e' || next == 'i'):
			class = 's'
		case c == 'd' && next == 'j':
			continue
		case c == 'w' && i > 0 && IsVowel(roman[i-1]) && !IsVowel(next):
			continue
		case '0' <= c && c <= '9':
			class = c
		}
		if class != 0 {
			b = append(b, class)
		}
	}
	return b
}

// Costs of turning one name into another, in quarters of a letter.
const (
	CostLetter = 4 // any letter put, left out or taken for another
	CostVowel  = 2 // a vowel or a letter that is often silent likewise
	CostAlike  = 1 // a letter taken for another of its class
	costDigit  = 100
)

// letterCost is what a letter costs that is in one name only.
func letterCost(c byte) int {
	if IsDigit(c) {
		return costDigit
	}
	if IsVowel(c) || c == 'h' || c == 'w' {
		return CostVowel
	}
	return CostLetter
}

// substCost is the cost of one letter in place of another.
func substCost(a, b byte) int {
	switch {
	case a == b:
		return 0
	case IsVowel(a) && IsVowel(b), (a == 'w' || a == 'v') && (b == 'u' || b == 'o'), (b == 'w' || b == 'v') &&
		(a == 'u' || a == 'o'):
		return CostVowel
	case IsDigit(a) || IsDigit(b):
		return costDigit
	case classOf[a] != 0 && classOf[a] == classOf[b]:
		return CostAlike
	}
	return CostLetter
}

// MaxLen is the longest romanised name that spellings are compared of.
const MaxLen = 40

// Distance is how much two romanised names differ, in quarters of a letter: the
// cheapest way from one to the other by putting, leaving out and exchanging
// letters (Wagner and Fischer 1974), of which neighbours may change places, a
// doubled one costs a quarter, and others cost as above. It stops above most.
func Distance(a, b []byte, most int) int {
	if len(a) > MaxLen || len(b) > MaxLen {
		return most + 1
	}
	var rows [3][MaxLen + 1]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range b {
		last[j+1] = last[j] + deleteCost(b, j)
	}
	for i := range a {
		now[0] = last[0] + deleteCost(a, i)
		least := now[0]
		for j := range b {
			v := min(last[j]+substCost(a[i], b[j]), last[j+1]+deleteCost(a, i), now[j]+deleteCost(b, j))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] { //nolint:gosec // i is above 0
				v = min(v, before[j-1]+CostLetter)
			}
			now[j+1], least = v, min(least, v)
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}

// deleteCost is the cost of the letter s[i] where the other name lacks it: little
// where it doubles the one before.
func deleteCost(s []byte, i int) int {
	if i > 0 && s[i] == s[i-1] && !IsDigit(s[i]) {
		return CostAlike
	}
	return letterCost(s[i])
}
