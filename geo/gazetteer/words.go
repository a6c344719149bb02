package gazetteer

import (
	"strings"
)

// kindWord is what a word like "District" says of the name beside it.
type kindWord struct {
	class Class // "" where it does not decide
	sort  sortOf
}

// sortOf tells words of one class, or of none, apart.
type sortOf uint8

const (
	plainSort sortOf = iota
	lesser           // a unit below the district, known by its town at best
	rural            // a settlement so small that no source knows all of them
	unitLike         // a unit rather than a town, of whichever class
	wide             // the land around a name
	rim              // the same, without the town itself
	landform         // a valley, which a town of its name need not be near
)

// kindWords say what sort of place a name belongs to, as it is written in
// English, in romanised local languages and in their scripts.
var kindWords = makeKindWords()

func makeKindWords() map[string]kindWord {
	m := map[string]kindWord{}
	enter := func(class Class, s sortOf, words string) {
		for w := range strings.FieldsSeq(words) {
			m[Key(w)] = kindWord{class, s}
		}
	}
	enter(Admin1, plainSort, `province provinces state states oblast wilayat wilaya velayat welayat vilayat vilayet viloyat viloyati
		governorate muhafazah krai ostan prefecture division divisions voblast
		ولایت استان محافظه صوبه область край вилоят вилояти`)
	enter(Admin2, plainSort, `district districts agency agencies county counties rayon raion raions zila zilla woluswali wuluswali
		wuleswali wolaswali uluswali woleswali shahrestan lga amphoe kabupaten distrito
		ولسوالی ضلع ضلعه شهرستان район ноҳия ноҳияи`)
	enter(Admin2, lesser, `tehsil tehsils tahsil taluka taluk township townships subdivision subdistrict upazila upazilas upazilla thana
		تحصیل`)
	enter(Locality, plainSort, `city cities town towns municipality شهر город г`)
	enter(Locality, rural, `village villages hamlet settlement село кишлак деревня قریه گاوں`)
	enter("", unitLike, `region regions territory zone`)
	enter("", landform, `valley valleys`)
	enter("", wide, `area areas tract vicinity suburbs suburb neighbourhood neighborhood quarter محله منطقه`)
	enter("", rim, `countryside outskirts environs surroundings hinterland periphery rural ریف حومه`)
	enter("", plainSort, `republic bypass sub bazaar bazar road the administered self tribal`)
	return m
}

// sortOfWord is the sort of what a folded word says of a name.
func sortOfWord(w string) sortOf { return kindWords[w].sort }

// asks is what the words around a name ask for.
type asks struct {
	class Class
	sort  sortOf
}

// take adds what one more word says: a class that was not said yet, and a sort.
func (a *asks) take(w kindWord) {
	if a.class == "" {
		a.class = w.class
	}
	if w.sort != plainSort && a.sort != lesser {
		a.sort = w.sort
	}
}

// Bare splits a folded name from the words that say what sort of place it is:
// "achin district" is "achin", a district. The class is empty when no word, or
// none that decides, was there. A name made of such words only stays whole.
func Bare(key string) (string, Class) {
	name, a := bareOf(key)
	return name, a.class
}

// bareOf is Bare with all that the words ask for.
func bareOf(key string) (name string, a asks) {
	name = key
	for {
		rest, word, ok := strip(name)
		if !ok {
			break
		}
		if a.take(word); word.class == Admin2 && strings.HasSuffix(rest, " sub") {
			a.sort = lesser
		}
		name = rest
	}
	if _, ok := kindWords[name]; ok {
		return key, asks{}
	}
	return name, a
}

// mendable are the words of kind that are long enough to be known when misspelt.
var mendable = []string{"district", "province", "township", "division", "governorate", "village", "upazila",
	"municipality", "subdistrict"}

// mend puts the words of kind right that are misspelt by a letter or two, and
// reports whether there were any.
func mend(key string) (string, bool) {
	words := strings.Fields(key)
	mended := false
	for i, w := range words {
		for _, right := range mendable {
			if w != right && len(w) > 5 && w[0] == right[0] && spelt([]byte(w), []byte(right), costOf) <= costOf {
				words[i], mended = right, true
			}
		}
	}
	return strings.Join(words, " "), mended
}

// strip takes one word of kindWords off the end of a folded name, else off its
// beginning together with "of". It reports whether there was one.
func strip(key string) (rest string, word kindWord, ok bool) {
	if i := strings.LastIndexByte(key, ' '); i > 0 {
		if word, ok = kindWords[key[i+1:]]; ok {
			return key[:i], word, true
		}
	}
	first, rest, ok := strings.Cut(key, " ")
	if word, known := kindWords[first]; ok && known {
		return strings.TrimPrefix(rest, "of "), word, true
	}
	return key, kindWord{}, false
}

// natural are words for waters and landforms. What bears one is not the town, nor
// the province, that its name is taken from.
var natural = wordSet(`river rivers bay sea gulf strait ocean lake delta mountain mountains mount hill hills range pass peak plateau
	island islands archipelago desert forest jungle canal creek coast waters dam glacier`)

// openWaters are those that reach beyond a country.
var openWaters = wordSet(`sea bay gulf strait ocean waters offshore`)

// water reports whether a folded text is the name of a sea, a gulf or their like. An
// airport or a province that is called so too is not meant.
func water(key string) bool {
	first, rest, ok := strings.Cut(key, " ")
	if !ok {
		return false
	}
	return openWaters[key[strings.LastIndexByte(key, ' ')+1:]] || openWaters[first] && strings.HasPrefix(rest, "of ")
}

// institutions are what stands inside a town that is named with it.
var institutions = wordSet(`market mosque school hospital clinic university college institute camp base center centre church cathedral
	temple hotel guesthouse restaurant police station post bridge airport airfield embassy consulate street square house office
	headquarters factory mill mine park hall ward wedding funeral checkpoint checkpost military army highway gate shrine court
	courthouse prison jail madrasa madrassa seminary cemetery stadium bank compound barracks garrison cantonment ministry parliament
	palace mall plaza port harbour harbor refugee bus railway rail train metro
	تفتیش مسجد هوټل پوهنتون دانشگاه یونیورسٹی فرودگاه میدان هوایی بیمارستان شفاخانه روغتون هسپتال ہسپتال ایئرپورٹ бозор
	университет аэропорт больница мечеть база лагерь рынок`)

// common are nouns and articles that are never taken for a place's name when
// they are only a part of what was written.
var common = join(institutions, wordSet(`a an the and or downtown greater capital cave complex frontier border crossing district's local several some home homes residence elder elders leader leaders official officials
	main old new international central general provincial public national near outside inside tribe tribesmen`))

// wordSet is the folded words of a text.
func wordSet(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		m[Key(w)] = true
	}
	return m
}

// join is the words of both sets.
func join(a, b map[string]bool) map[string]bool {
	m := map[string]bool{}
	for _, set := range []map[string]bool{a, b} {
		for w := range set {
			m[w] = true
		}
	}
	return m
}

// prepositions divide a phrase from the place it is in.
var prepositions = wordSet(`in at near of outside inside from on around within towards by в на у در په میں في`)

// anyWord reports whether a folded text has one of the words.
func anyWord(key string, words map[string]bool) bool {
	for w := range strings.FieldsSeq(key) {
		if words[w] {
			return true
		}
	}
	return false
}

// idle reports whether a folded text holds no name at all.
func idle(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if _, kind := kindWords[w]; !kind && !common[w] {
			return false
		}
	}
	return true
}

// directional reports whether a folded text holds no name but directions.
func directional(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if directions[w] == "" && !idle(w) {
			return false
		}
	}
	return true
}
