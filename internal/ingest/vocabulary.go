package ingest

import (
	_ "embed" // the vocabulary
	"slices"
	"strings"
	"sync"
)

//go:embed vocabulary.txt
var vocabularyText string

// rolesByName are the roles as the vocabulary, presets and options name them.
var rolesByName = map[string]role{
	"id": roleID, "source_id": roleSourceID, "title": roleTitle, "summary": roleSummary, "kind": roleKind,
	"event_type": roleEventType, "date": roleDate, "start": roleStart, "end": roleEnd,
	"year": roleYear, "month": roleMonth, "day": roleDay,
	"start_year": roleStartYear, "start_month": roleStartMonth, "start_day": roleStartDay,
	"end_year": roleEndYear, "end_month": roleEndMonth, "end_day": roleEndDay,
	"date_prec": roleDatePrec, "time_precision": roleTimePrecision, "time": roleTime,
	"time_zone": roleTimeZone, "place": rolePlace, "lat": roleLat, "lon": roleLon, "latlon": roleLatlon,
	"wkt": roleWKT, "crs": roleCRS,
	"country": roleCountry, "country_code": roleCountryCode, "country_fips": roleCountryFIPS, "admin1": roleAdmin1,
	"admin2":          roleAdmin2,
	"place_precision": rolePlacePrecision, "where_prec": roleWherePrec, "geo_precision": roleGeoPrecision,
	"specificity": roleSpecificity, "radius": roleRadius, "actor": roleActor, "target": roleTarget,
	"fatalities_low": roleFatalitiesLow, "fatalities_best": roleFatalitiesBest,
	"fatalities_high": roleFatalitiesHigh, "injuries_low": roleInjuriesLow,
	"injuries_best": roleInjuriesBest, "injuries_high": roleInjuriesHigh,
	"occurrence": roleOccurrence, "attribution": roleAttribution, "group": roleGroup, "source": roleSource,
	"url": roleURL, "publisher": rolePublisher, "source_date": roleSourceDate,
	"place_review": rolePlaceReview, "record_review": roleRecordReview, "revision": roleRevision,
	"derived": roleDerived,
}

// roleNames are the names of the roles.
var roleNames = func() (names [roleCount]string) {
	for name, ro := range rolesByName {
		names[ro] = name
	}
	return names
}()

// phrase is a name that columns of a role go by.
type phrase struct {
	role role
	rank int // among those of the role, the likeliest first
	// exact says that a name must be the phrase as a whole.
	exact bool
	// soft says that the cells of the column must agree, kept that the column stays one of the
	// table's own, too.
	soft   bool
	kept   bool
	joined string
}

// nameVocabulary is what words of names mean.
type nameVocabulary struct {
	phrases []phrase           // in the order of the file
	joined  map[string][]int   // phrases by joinedKey
	loose   map[string][]int   // those that need not be exact, by phraseKey
	words   map[string]bool    // all words of phrases and sets
	sets    map[string]wordSet // filler, subject, low, …
	ranks   [roleCount]int     // how many phrases there are of a role
	// byRole are the single words of roles that need not be exact.
	byRole [roleCount]map[string]bool
}

type wordSet map[string]bool

// The names of the sets of words.
const (
	setFiller     = "filler"
	setFigures    = "filler figures"
	setSubject    = "subject"
	setLow        = "low"
	setHigh       = "high"
	setLatitude   = "latitude"
	setLongitude  = "longitude"
	setOtherDates = "other dates"
	setPeople     = "people"
	setContainer  = "container"
	setCasualties = "casualties"
	setDeath      = "death"
	setBeside     = "beside figures"
	setReported   = "reported dates"
	setCreated    = "created dates"
	setAge        = "age"
	setSex        = "sex"
	setTelling    = "telling"
	setNoTitles   = "no titles"
)

var setNames = []string{setFiller, setFigures, setSubject, setLow, setHigh, setLatitude, setLongitude, setOtherDates,
	setContainer, setCasualties, setDeath, setBeside, setReported, setCreated, setPeople, setAge, setSex, setTelling,
	setNoTitles}

// columnVocabulary reads the vocabulary at its first use.
var columnVocabulary = sync.OnceValue(func() *nameVocabulary {
	v := &nameVocabulary{joined: map[string][]int{}, loose: map[string][]int{}, words: map[string]bool{},
		sets: map[string]wordSet{}}
	for line := range strings.Lines(vocabularyText) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		if slices.Contains(setNames, name) {
			v.addSet(name, list)
		} else {
			name, soft := strings.CutSuffix(name, "?")
			name, kept := strings.CutSuffix(name, "+")
			v.addPhrases(phrase{role: rolesByName[name], soft: soft, kept: kept}, list)
		}
	}
	return v
})

func (v *nameVocabulary) addSet(name, list string) {
	set := wordSet{}
	for item := range strings.SplitSeq(list, ",") {
		for _, w := range nameWords(item) {
			set[w], v.words[w] = true, true
		}
	}
	v.sets[name] = set
}

// addPhrases adds a list of phrases of one kind.
func (v *nameVocabulary) addPhrases(of phrase, list string) {
	ro := of.role
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		bare := strings.TrimPrefix(item, "=")
		words := nameWords(bare)
		at := len(v.phrases)
		p := of
		p.rank, p.exact, p.joined = v.ranks[ro], bare != item, joinedKey(words)
		v.ranks[ro]++
		v.phrases = append(v.phrases, p)
		if len(words) == 1 && !p.exact {
			if v.byRole[ro] == nil {
				v.byRole[ro] = map[string]bool{}
			}
			v.byRole[ro][p.joined] = true
		}
		v.joined[p.joined] = append(v.joined[p.joined], at)
		if !p.exact {
			key := phraseKey(words)
			v.loose[key] = append(v.loose[key], at)
		}
		for _, w := range words {
			v.words[w] = v.words[w] || len(w) >= shortestPart
		}
	}
}

// NamesSource reports whether a column of a name has sources, or their addresses.
func NamesSource(name string) bool {
	v, words := columnVocabulary(), nameWords(name)
	return slices.ContainsFunc(v.matches(0, words, v.segmented(words)), func(m match) bool {
		return m.phrase.role == roleSource || m.phrase.role == roleURL || m.phrase.role == rolePublisher
	})
}
