package lexicon

import (
	"strings"

	"incidentmap/geo/gazetteer/spell"
)

// Asks is what a word like "District", or several, say of the name beside them.
type Asks struct {
	Class Class // "" where they do not decide
	Sort  Sort
}

// Sort tells words of one class, or of none, apart.
type Sort uint8

// The sorts.
const (
	Plain    Sort = iota
	Lesser        // a unit below the district, known by its town at best
	Rural         // a settlement so small that no source knows all of them
	UnitLike      // a unit rather than a town, of whichever class
	Wide          // the land around a name
	Rim           // the same, without the town itself
	Landform      // a valley, which a town of its name need not be near
)

// kindWords say what sort of place a name belongs to, as it is written in
// English, in romanised local languages and in their scripts.
var kindWords = makeKindWords()

func makeKindWords() map[string]Asks {
	m := map[string]Asks{}
	enter := func(class Class, s Sort, words string) {
		for w := range strings.FieldsSeq(words) {
			m[spell.Key(w)] = Asks{class, s}
		}
	}
	enter(Admin1, Plain, `province provinces state states oblast wilayat wilaya velayat welayat vilayat vilayet viloyat viloyati
		governorate muhafazah krai ostan prefecture division divisions voblast
		ولایت استان محافظه صوبه область край вилоят вилояти`)
	enter(Admin2, Plain, `district districts agency agencies county counties rayon raion raions zila zilla woluswali wuluswali
		wuleswali wolaswali uluswali woleswali shahrestan lga amphoe kabupaten distrito
		ولسوالی ضلع ضلعه شهرستان район ноҳия ноҳияи`)
	enter(Admin2, Lesser, `tehsil tehsils tahsil taluka taluk township townships subdivision subdistrict upazila upazilas upazilla thana
		تحصیل`)
	enter(Locality, Plain, `city cities town towns municipality شهر город г`)
	enter(Locality, Rural, `village villages hamlet settlement село кишлак деревня قریه گاوں`)
	enter("", UnitLike, `region regions territory zone`)
	enter("", Landform, `valley valleys`)
	enter("", Wide, `area areas tract vicinity suburbs suburb neighbourhood neighborhood quarter محله منطقه`)
	enter("", Rim, `countryside outskirts environs surroundings hinterland periphery rural ریف حومه`)
	enter("", Plain, `republic bypass sub bazaar bazar road the administered self tribal`)
	return m
}

// SortOf is the sort of what a folded word says of a name.
func SortOf(w string) Sort { return kindWords[w].Sort }

// take adds what one more word says: a class that was not said yet, and a sort.
func (a *Asks) take(w Asks) {
	if a.Class == "" {
		a.Class = w.Class
	}
	if w.Sort != Plain && a.Sort != Lesser {
		a.Sort = w.Sort
	}
}

// Bare splits a folded name from the words that say what sort of place it is:
// "achin district" is "achin", a district. The class is empty when no word, or
// none that decides, was there. A name made of such words only stays whole.
func Bare(key string) (string, Class) {
	name, a := BareOf(key)
	return name, a.Class
}

// BareOf is Bare with all that the words ask for.
func BareOf(key string) (name string, a Asks) {
	name = key
	for {
		rest, word, ok := Strip(name)
		if !ok {
			break
		}
		if a.take(word); word.Class == Admin2 && strings.HasSuffix(rest, " sub") {
			a.Sort = Lesser
		}
		name = rest
	}
	if _, ok := kindWords[name]; ok {
		return key, Asks{}
	}
	return name, a
}

// mendable are the words of kind that are long enough to be known when misspelt.
var mendable = []string{"district", "province", "township", "division", "governorate", "village", "upazila",
	"municipality", "subdistrict"}

// Mend puts the words of kind right that are misspelt by a letter or two, and
// reports whether there were any.
func Mend(key string) (string, bool) {
	words := strings.Fields(key)
	mended := false
	for i, w := range words {
		for _, right := range mendable {
			if w != right && len(w) > 5 && w[0] == right[0] &&
				spell.Distance([]byte(w), []byte(right), spell.CostLetter) <= spell.CostLetter {
				words[i], mended = right, true
			}
		}
	}
	return strings.Join(words, " "), mended
}

// Strip takes one word of kindWords off the end of a folded name, else off its
// beginning together with "of". It reports whether there was one.
func Strip(key string) (rest string, word Asks, ok bool) {
	if i := strings.LastIndexByte(key, ' '); i > 0 {
		if word, ok = kindWords[key[i+1:]]; ok {
			return key[:i], word, true
		}
	}
	first, rest, ok := strings.Cut(key, " ")
	if word, known := kindWords[first]; ok && known {
		return strings.TrimPrefix(rest, "of "), word, true
	}
	return key, Asks{}, false
}

// Natural are words for waters and landforms. What bears one is not the town, nor
// the province, that its name is taken from.
var Natural = Set(`river rivers bay sea gulf strait ocean lake delta mountain mountains mount hill hills range pass peak plateau
	island islands archipelago desert forest jungle canal creek coast waters dam glacier`)

// OpenWaters are those that reach beyond a country.
var OpenWaters = Set(`sea bay gulf strait ocean waters offshore`)

// Water reports whether a folded text is the name of a sea, a gulf or their like. An
// airport or a province that is called so too is not meant.
func Water(key string) bool {
	first, rest, ok := strings.Cut(key, " ")
	if !ok {
		return false
	}
	return OpenWaters[key[strings.LastIndexByte(key, ' ')+1:]] || OpenWaters[first] && strings.HasPrefix(rest, "of ")
}

// Institutions are what stands inside a town that is named with it.
var Institutions = Set(`market mosque school hospital clinic university college institute camp base center centre church cathedral
	temple hotel guesthouse restaurant police station post bridge airport airfield embassy consulate street square house office
	headquarters factory mill mine park hall ward wedding funeral checkpoint checkpost military army highway gate shrine court
	courthouse prison jail madrasa madrassa seminary cemetery stadium bank compound barracks garrison cantonment ministry parliament
	palace mall plaza port harbour harbor refugee bus railway rail train metro
	تفتیش مسجد هوټل پوهنتون دانشگاه یونیورسٹی فرودگاه میدان هوایی بیمارستان شفاخانه روغتون هسپتال ہسپتال ایئرپورٹ бозор
	университет аэропорт больница мечеть база лагерь рынок`)

// common are nouns and articles that are never taken for a place's name when
// they are only a part of what was written.
var common = Join(Institutions, Set(`a an the and or downtown greater capital cave complex frontier border crossing district's local several some home homes residence elder elders leader leaders official officials
	main old new international central general provincial public national near outside inside tribe tribesmen`))

// Set is the folded words of a text.
func Set(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		m[spell.Key(w)] = true
	}
	return m
}

// Join is the words of both sets.
func Join(a, b map[string]bool) map[string]bool {
	m := map[string]bool{}
	for _, set := range []map[string]bool{a, b} {
		for w := range set {
			m[w] = true
		}
	}
	return m
}

// Prepositions divide a phrase from the place it is in.
var Prepositions = Set(`in at near of outside inside from on around within towards by в на у در په میں في`)

// Any reports whether a folded text has one of the words.
func Any(key string, words map[string]bool) bool {
	for w := range strings.FieldsSeq(key) {
		if words[w] {
			return true
		}
	}
	return false
}

// Every reports whether all words of a folded text are such.
func Every(key string, such func(word string) bool) bool {
	for w := range strings.FieldsSeq(key) {
		if !such(w) {
			return false
		}
	}
	return true
}

// Idle reports whether a folded text holds no name at all.
func Idle(key string) bool {
	return Every(key, func(w string) bool { _, kind := kindWords[w]; return kind || common[w] })
}

// Directional reports whether a folded text holds no name but directions.
func Directional(key string) bool {
	return Every(key, func(w string) bool { return Directions[w] != "" || Idle(w) })
}
