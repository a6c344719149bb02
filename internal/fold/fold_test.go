package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/fold"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{"Sar-e  Pol": "sar e pol", "Jalālābād!": "jalalabad", "ISIS–K": "isis k",
		"ﬁn": "fin", "Кабул": "кабул", " ,; ": "", "İ": "i", "١٢": "١٢",
		"Jalālābād": "jalalabad", "S̲h̲ēwah": "shewah", "Kūz Kunaṟ": "kuz kunar", "La‘lpūr": "lalpur",
		"Mazar-i-Sharif": "mazar i sharif", "N.W.F.P.": "nwfp", "Kabul's": "kabuls", "KABUL’S": "kabuls",
		"Ra's al-Ayn": "ras al ayn", "Ma'rib": "marib",
		"كابل": "کابل", "جلال\u200cآباد": "جلال اباد", "Йошкар-Ола": "иошкар ола", "  a,,b  ": "a b",
		"Łódź": "lodz"} {
		if got := fold.Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for want, parts := range map[string][]string{"a b": {"a", "", "b"}, "b": {"", "-", "b"}, "a s": {"a'", "s"},
		"": {"'", "."}} {
		if got := fold.Text(parts...); got != want {
			t.Errorf("%q: %q, want %q", parts, got, want)
		}
	}
	if got := string(fold.Append([]byte("x"), "-a")); got != "xa" {
		t.Errorf("appended it is %q", got)
	}
}

// TestFoldedStaysFolded: folding twice changes nothing.
func TestFoldedStaysFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { staysFolded(t, rapid.String().Draw(t, "s")) })
}

func FuzzText(f *testing.F) {
	f.Add("Kabul's N.W.F.P., ‘La‘lpūr’ كابل ß")
	f.Fuzz(func(t *testing.T, s string) { staysFolded(t, s) })
}

func staysFolded(t interface{ Fatalf(string, ...any) }, s string) {
	once := fold.Text(s)
	if twice := fold.Text(once); twice != once {
		t.Fatalf("%q became %q, and that %q", s, once, twice)
	}
}
