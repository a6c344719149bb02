package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"incidentmap/internal/dialect"
)

// titles are rows of tables in languages with code pages of their own.
var titles = []struct {
	language string
	page     *charmap.Charmap
	rows     string
}{
	{"Polish", charmap.Windows1250, "Wybuch na stacji w Łodzi|Pożar składu w Świętochłowicach|Napaść na żołnierza|Strzelanina w Gdańsku|Zamach, zginął człowiek"},
	{"Czech", charmap.Windows1250, "Výbuch v Plzni, zraněn člověk|Požár skladu u Brna|Útok nožem v Ústí|Střelba v Českých Budějovicích|Nehoda u Žďáru"},
	{"Hungarian", charmap.Windows1250, "Robbanás Győrben, egy sérült|Tűz a raktárban|Késes támadás Szegeden|Lövöldözés Ózdon|Baleset Székesfehérváron"},
	{"Russian", charmap.Windows1251, "Пожар на складе|Взрыв в метро, погибли люди|Обстрел села|Нападение на колонну|Стрельба у рынка"},
	{"Ukrainian", charmap.Windows1251, "Пожежа на складі|Вибух у метро, загинули люди|Обстріл села під Києвом|Напад на колону|Стрілянина біля ринку"},
	{"Bulgarian", charmap.Windows1251, "Пожар в склада|Взрив в метрото|Обстрел на селото|Нападение над колоната|Стрелба край пазара"},
	{"French", charmap.Windows1252, "Explosion à la gare de Béziers|Incendie d'un entrepôt|Attaque près de Nîmes|Fusillade à Orléans, un blessé|Accident"},
	{"German", charmap.Windows1252, "Explosion in Köln|Brand einer Lagerhalle|Messerangriff in Würzburg|Schüsse in Düsseldorf, ein Verletzter|Unfall an der Straße"},
	{"Spanish", charmap.Windows1252, "Explosión en la estación|Incendio de un almacén|Ataque en Córdoba|Tiroteo en Medellín|Agresión en la mañana"},
	{"English", charmap.Windows1252, "Café blast|Attack on a “market” – two dead|Shooting|Raid|Clash"},
	{"Arabic", charmap.Windows1256, "انفجار في محطة القطار|حريق في مستودع|هجوم على قافلة|إطلاق نار قرب السوق|قصف قرية"},
	{"Persian", charmap.Windows1256, "انفجار در ايستگاه قطار|آتش سوزي در انبار|حمله به کاروان|تيراندازي نزديک بازار|گلوله باران روستا"},
	{"Russian in KOI8", charmap.KOI8R, "Пожар на складе|Взрыв в метро, погибли люди|Обстрел села|Нападение на колонну|Стрельба у рынка"},
}

// TestDetect: tables of 20 rows, and of 5, are read in the code page that they are
// written in.
func TestDetect(t *testing.T) {
	for _, c := range titles {
		for _, times := range []int{4, 1} {
			var b strings.Builder
			b.WriteString("title;event_date;latitude;longitude;country\n")
			for row := range 5 * times {
				fmt.Fprintf(&b, "%s;2023-03-%02d;49.99;36.23;Somewhere\n", strings.Split(c.rows, "|")[row%5], row+1)
			}
			bytes, err := c.page.NewEncoder().String(b.String())
			if err != nil {
				t.Fatal(err)
			}
			text, e, err := dialect.Decode(bytes, 1<<20)
			if err != nil || text != b.String() || !e.Guessed {
				t.Errorf("%s, %d rows: %s, %v, %q", c.language, 5*times, e.Name, err, dialect.Proof(text))
			}
			if len(dialect.Proof(text)) == 0 {
				t.Errorf("%s has no words", c.language)
			}
		}
	}
}

// TestShortTexts: a header and a row are enough for words of the right code page to be seen.
func TestShortTexts(t *testing.T) {
	for _, c := range []struct {
		page *charmap.Charmap
		text string
	}{
		{charmap.KOI8R, "Дата;Место;Погибло\n24 марта 2020;Нижний Новгород;2\n"},
		{charmap.KOI8R, "дата;место;погибло\n24 марта 2020;москва;2\n"},
		{charmap.Windows1251, "ДАТА;МЕСТО;ПОГИБЛО\n24 МАРТА 2020;МОСКВА;2\n"},
		{charmap.Windows1251, "Дата;Место;Погибло\n24 марта 2020;Нижний Новгород;2\n"},
		{charmap.Windows1251, "Дата;Місце;Загинуло\n24 березня 2020;Біла Церква;2\n"},
		{charmap.CodePage866, "Дата;Место;Погибло\n24 марта 2020;Нижний Новгород;2\n"},
		{charmap.ISO8859_6, "التاريخ;المكان;قتلى\n2020/01/02;صنعاء;3\n"},
		{charmap.Windows1256, "التاريخ;المكان;قتلى\n2020/01/02;صنعاء;3\n"},
		{charmap.CodePage850, "Fecha;Lugar;Muertos\n2020-01-02;Ñuñoa, Chile;3\n"},
		{charmap.CodePage850, "Date;Lieu;Résumé\n2020-01-02;Besançon;Fusillade à Genève\n"},
		{charmap.Windows1252, "Fecha;Lugar;Muertos\n2020-01-02;Ñuñoa, Chile;3\n"},
		{charmap.Windows1252, "Date;Lieu;Résumé\n2020-01-02;Besançon;Fusillade à l’œuvre – « coup de feu »\n"},
		{charmap.Macintosh, "Date;Lieu;Résumé\n2020-01-02;Besançon;Fusillade à l’œuvre – « coup de feu »\n"},
		{charmap.Windows1253, "Ημερομηνία;Τόπος\n2020-01-02;Αθήνα\n"},
	} {
		data, err := c.page.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if text, e, err := dialect.Decode(data, 1<<20); err != nil || text != c.text {
			t.Errorf("%s is read as %s: %q, %v", c.page, e.Name, text, err)
		}
	}
	for name, want := range map[string]string{"cp850": "cp850", "IBM850": "cp850", "850": "cp850",
		"cp866": "ibm866", "cp1251": "windows-1251"} {
		if e, err := dialect.Named(name); err != nil || e.Name != want {
			t.Errorf("%s: %s, %v", name, e.Name, err)
		}
	}
}

// TestDetectUnicode: Unicode is told by its form, not by a guess.
func TestDetectUnicode(t *testing.T) {
	const table = "title,date\nПожар,2023-03-01\nCafé,2023-03-02\n"
	wide := func(big bool) string {
		var b strings.Builder
		for _, r := range table {
			pair := []byte{byte(r), byte(r >> 8)}
			if big {
				pair[0], pair[1] = pair[1], pair[0]
			}
			b.Write(pair)
		}
		return b.String()
	}
	for name, data := range map[string]string{"utf-8": table, "utf-16le": wide(false), "utf-16be": wide(true)} {
		for _, marked := range []bool{false, true} {
			mark := map[string]string{"utf-8": "\xef\xbb\xbf", "utf-16le": "\xff\xfe", "utf-16be": "\xfe\xff"}[name]
			if !marked {
				mark = ""
			}
			text, e, err := dialect.Decode(mark+data, 1<<20)
			if err != nil || text != table || e.Name != name {
				t.Errorf("%s, marked %v: %q, %s, %v", name, marked, text, e.Name, err)
			}
		}
	}
	damaged := strings.Repeat("Пожар на складе\n", 20) + "\xff\n"
	if text, e, err := dialect.Decode(damaged, 1<<20); err != nil || e.Name != "utf-8" || !strings.Contains(text, "\ufffd") {
		t.Errorf("one bad byte makes it %s, %v", e.Name, err)
	}
	if _, _, err := dialect.Decode("\x00\x01\x02\x03PK\x00\x00", 1<<20); err == nil {
		t.Error("zero bytes are taken for text")
	}
}

func TestNamed(t *testing.T) {
	for label, want := range map[string]string{"windows-1251": "windows-1251",
		"cp1256": "windows-1256",
		"latin2": "iso-8859-2",
		"UTF-8":  "utf-8", "1250": "windows-1250"} {
		if e, err := dialect.Named(strings.TrimSpace(label)); err != nil || e.Name != want {
			t.Errorf("%s: %s, %v", label, e.Name, err)
		}
	}
	if _, err := dialect.Named("klingon"); err == nil || !strings.Contains(err.Error(), "windows-1251") {
		t.Errorf("%v", err)
	}
}

// FuzzDecode: whatever the bytes are, a text that comes of them is UTF-8.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a,b\n", "\xff\xfea\x00", "\xcf\xee\xe6\xe0\xf0", "a\x00b\x00", "\xef\xbb\xbfé"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		text, _, err := dialect.Decode(data, 1<<20)
		if err == nil && strings.ToValidUTF8(text, "") != text {
			t.Fatalf("%q became %q", data, text)
		}
	})
}

// TestCodePages: code pages are known by what other programs call them.
func TestCodePages(t *testing.T) {
	for name, want := range map[string]string{"ANSI 1251": "windows-1251", "1251": "windows-1251",
		"cp1256":  "windows-1256",
		"CP-1250": "windows-1250", "windows_1254": "windows-1254",
		"OEM 866": "ibm866", "866": "ibm866", "OEM 850": "cp850",
		"65001": "utf-8", "cp65001": "utf-8", "UTF8": "utf-8", "88592": "iso-8859-2", "28595": "iso-8859-5",
		"ISO 8859-6": "iso-8859-6", "iso_8859-7": "iso-8859-7", "932": "shift_jis", "936": "gbk", "20866": "koi8-r",
		" Code Page 1253 ": "windows-1253"} {
		if e, err := dialect.Named(name); err != nil || e.Name != want {
			t.Errorf("%s: %s, %v, want %s", name, e.Name, err, want)
		}
	}
	for _, name := range []string{"", "ANSI", "9999", "ANSI 99999", "no such"} {
		if e, err := dialect.Named(name); err == nil {
			t.Errorf("%q is %s", name, e.Name)
		}
	}
}

// TestZeroBytes: a text that is damaged is told apart from what is none.
func TestZeroBytes(t *testing.T) {
	rows := strings.Repeat("a1,2020-01-02,Kano\n", 40)
	for text, want := range map[string]string{rows + "a2,\x00\n": "zero bytes, the first in line 41",
		strings.Repeat("\x00\x00\x07x\x02", 50): "not a text file",
		strings.Repeat("\x01\x90\xfe\x02q", 90): "not a text file"} {
		if _, err := dialect.Detect(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

// BenchmarkDetect is about a large table of which one byte is no UTF-8.
func BenchmarkDetect(b *testing.B) {
	row := "EV-0000001,2021-01-02,Syria,Aleppo,36.12345,37.12345,3,4,\"An incident happened near the town.\"\n"
	text := strings.Repeat(row, 1<<18) + "EV,2021-01-02,Syria,Al\xe9p\n"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		e, err := dialect.Detect(text)
		if err == nil {
			_, err = e.Text(text)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
