package country_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/country"
)

// TestSpellings: the table of spellings, most of them read in files of the
// UN, the World Bank, the GTD, ACLED, EM-DAT and the Correlates of War.
func TestSpellings(t *testing.T) {
	raw, err := os.ReadFile("testdata/spellings.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil || len(rows) < 200 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		got, candidates, ok := country.Parse(row[0])
		switch want := row[1]; {
		case strings.Contains(want, "|"):
			var codes []string
			for _, c := range candidates {
				codes = append(codes, c.Code)
			}
			if ok || strings.Join(codes, "|") != want {
				t.Errorf("%s: %v, %v, want one of %s", row[0], got, candidates, want)
			}
		case got.Code != want || ok != (want != ""):
			t.Errorf("%s: %v, %v, want %q", row[0], got, ok, want)
		}
	}
}

// TestRoundTrip: every country's own name and codes lead to it.
func TestRoundTrip(t *testing.T) {
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			name := country.Name(code)
			if name == "" {
				continue
			}
			n++
			for _, text := range []string{code, strings.ToLower(code), name, strings.ToUpper(name), "  " + name + " "} {
				if got, _, ok := country.Parse(text); !ok || got.Code != code || got.Name != name {
					t.Errorf("%q: %v, %v, want %s", text, got, ok, code)
				}
			}
		}
	}
	if n < 249 || n > 252 {
		t.Errorf("there are %d countries", n)
	}
}

// FuzzParse: whatever is read is a country that its own name leads to.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"Korea, South", "Iran (Islamic Republic of)", "004", "(", ",", "Україна", "the the"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, candidates, ok := country.Parse(text)
		if ok && (country.Name(c.Code) != c.Name || len(candidates) > 0) || !ok && c != (country.Country{}) {
			t.Fatalf("%q: %v, %v, %v", text, c, candidates, ok)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	country.Parse("Chad")
	for b.Loop() {
		country.Parse("Syrian Arab Republic")
	}
}

// TestCode: what is not understood is told with what is allowed.
func TestCode(t *testing.T) {
	for text, want := range map[string]string{"Irak": "IQ", "uk": "GB", "NA": "NA", "Áo": "AT"} {
		if code, err := country.Code(text); err != nil || code != want {
			t.Errorf("%s: %s, %v, want %s", text, code, err, want)
		}
	}
	for text, want := range map[string]string{"Atlantis": "is no country that is known; a name",
		"Congo": "may be Congo - Kinshasa (CD) or", "ÄÖ": "is no country"} {
		if code, err := country.Code(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s, %v, want %q", text, code, err, want)
		}
	}
}

// TestNames: every name of a country leads back to it, and those of today are
// the ones that are shown.
func TestNames(t *testing.T) {
	if names := country.Names("CD"); !slices.Contains(names, "DRC") ||
		!slices.Contains(names, "Демократическая Республика Конго") && !slices.Contains(names, "Конго - Киншаса") ||
		slices.Contains(names, "Congo") {
		t.Errorf("%q", names)
	}
	for code, want := range map[string]string{"SZ": "Eswatini", "MK": "North Macedonia", "AF": "Afghanistan"} {
		names := country.Names(code)
		if len(names) < 20 || names[0] != want {
			t.Errorf("%s: %q", code, names)
		}
		for _, name := range names {
			if c, _, ok := country.Parse(name); !ok || c.Code != code {
				t.Errorf("%q leads to %v", name, c)
			}
		}
	}
	if names := country.Names("ZZ"); names != nil {
		t.Errorf("%q", names)
	}
}

// TestOfficialNames: names as ISO 3166-1, the GTD, EM-DAT and ACLED write them.
func TestOfficialNames(t *testing.T) {
	for text, want := range map[string]string{
		"People's Democratic Republic of Algeria": "DZ", "People’s Republic of Bangladesh": "BD", "u.s.": "US",
		"US":                      "US",
		"Korea (the Republic of)": "KR", "Korea (the Democratic People's Republic of)": "KP", "Congo (the)": "CG",
		"Congo (the Democratic Republic of the)": "CD",
		"Saint Martin (French part)":             "MF", "Saint Helena, Ascension and Tristan da Cunha": "SH",
		"Bonaire, Sint Eustatius and Saba": "BQ", "Cocos (Keeling) Islands (the)": "CC",
		"the Federal Republic of Germany": "DE", "the Federal Democratic Republic of Ethiopia": "ET",
		"the Socialist Republic of Viet Nam": "VN", "Bahamas (the)": "BS",
		"Serbia-Montenegro": "RS", "New Hebrides": "VU", "Germany Fed Rep": "DE", "Canary Is": "ES",
		"Bailiwick of Jersey": "JE", "США": "US", "ABD": "US", "Saksa": "DE",
		"德國": "DE", "الولايات المتحدة الأمريكية": "US", "N. Korea": "KP", "Iran (Islamic Republic of)": "IR",
		"Venezuela (Bolivarian Republic of)": "VE", "Netherlands (the)": "NL",
	} {
		if c, candidates, ok := country.Parse(text); !ok || c.Code != want {
			t.Errorf("%s: %v, %v, want %s", text, c, candidates, want)
		}
	}
}
