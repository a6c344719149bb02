package gazetteer

import (
	"incidentmap/geo/gazetteer/lexicon"
)

import "slices"

// readBorder reads "the border of X and Y" and "X–Y border".
func readBorder(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i, w := range words {
		if !borderWords[w.Key] {
			continue
		}
		ph := phrase{relation: border, words: w.Key}
		if i > 0 {
			if p, ok := g.pair(words[:i], andWords, ph); ok {
				return p, true
			}
		}
		if i > 0 && i+2 < len(words) && words[i+1].Key == "with" {
			return g.two(words[:i], words[i+2:], ph)
		}
		return g.pair(words[i+1:], andWords, ph)
	}
	return part{}, false
}

// awayFromBorder reads "the X–Y border" after "5 km from".
func (g *Gazetteer) awayFromBorder(words []lexicon.Word, metres float64) (part, bool) {
	for len(words) > 0 && lexicon.Fillers[words[0].Key] {
		words = words[1:]
	}
	p, ok := readBorder(g, words)
	p.phrase.metres = metres
	return p, ok
}

// frontier reads "the Turkish border, Syria": where a text has nothing but a country and
// a border with another, the place is where the two meet.
func (g *Gazetteer) frontier(parts []part) {
	at := slices.IndexFunc(parts, func(p part) bool { return len(p.cands) == 0 && lexicon.Any(p.key, borderWords) })
	if at < 0 {
		return
	}
	country := -1
	for i := range parts {
		switch p := &parts[i]; {
		case len(p.heads) > 0:
			return
		case len(p.cands) == 0 && lexicon.Any(p.key, borderWords):
			at = i
		case p.loose, lexicon.Idle(p.key):
		case country >= 0 || !g.nation(p):
			return
		default:
			country = i
		}
	}
	if country < 0 {
		return
	}
	other := g.across(lexicon.Split(parts[at].text))
	if len(other.cands) > 0 && g.nation(&other) && other.key != parts[country].key {
		parts[at].phrase = phrase{relation: border, words: "border"}
		parts[at].heads = []part{parts[country], other}
		ofUnits(parts[at].heads)
	}
}

// across is the country that words name a border of.
func (g *Gazetteer) across(words []lexicon.Word) part {
	var name []lexicon.Word
	for _, w := range ofNation(words) {
		if !borderWords[w.Key] && !lexicon.Fillers[w.Key] && !lexicon.Prepositions[w.Key] && w.Key != "with" {
			name = append(name, w)
		}
	}
	return g.named(name)
}

// ofNation writes an adjective of a nation as its country: borders are called so.
func ofNation(words []lexicon.Word) []lexicon.Word {
	for i := range words {
		if country := nations[words[i].Key]; country != "" {
			return lexicon.Split(country)
		}
	}
	return words
}

// nations are the countries by their adjectives, where those are not the name.
var nations = map[string]string{
	"afghan": "Afghanistan", "pakistani": "Pakistan", "pak": "Pakistan", "iranian": "Iran", "iraqi": "Iraq",
	"syrian": "Syria", "turkish": "Turkey",
	"tajik": "Tajikistan", "uzbek": "Uzbekistan", "turkmen": "Turkmenistan", "kyrgyz": "Kyrgyzstan",
	"kazakh": "Kazakhstan", "chinese": "China",
	"indian": "India", "bangladeshi": "Bangladesh", "burmese": "Myanmar", "thai": "Thailand", "lao": "Laos",
	"laotian": "Laos", "cambodian": "Cambodia",
	"vietnamese": "Vietnam", "nepalese": "Nepal", "nepali": "Nepal", "russian": "Russia", "ukrainian": "Ukraine",
	"belarusian": "Belarus",
	"polish":     "Poland", "georgian": "Georgia", "armenian": "Armenia", "azerbaijani": "Azerbaijan",
	"israeli":   "Israel",
	"lebanese":  "Lebanon",
	"jordanian": "Jordan", "egyptian": "Egypt", "saudi": "Saudi Arabia", "yemeni": "Yemen", "omani": "Oman",
	"kuwaiti": "Kuwait", "libyan": "Libya",
	"tunisian": "Tunisia", "algerian": "Algeria", "moroccan": "Morocco", "malian": "Mali", "mauritanian": "Mauritania",
	"nigerien": "Niger",
	"nigerian": "Nigeria", "chadian": "Chad", "cameroonian": "Cameroon", "sudanese": "Sudan", "ethiopian": "Ethiopia",
	"eritrean": "Eritrea",
	"somali":   "Somalia", "kenyan": "Kenya", "ugandan": "Uganda", "rwandan": "Rwanda", "burundian": "Burundi",
	"congolese":  "DR Congo",
	"mozambican": "Mozambique", "tanzanian": "Tanzania", "colombian": "Colombia", "venezuelan": "Venezuela",
	"mexican": "Mexico",
}

// ofUnits prefers units to towns of their names: those have borders.
func ofUnits(heads []part) {
	for i := range heads {
		if heads[i].asks == (lexicon.Asks{}) {
			heads[i].asks.Sort = lexicon.UnitLike
		}
	}
}
