package gazetteer

import (
	"incidentmap/geo/gazetteer/lexicon"
)

// regions are lands that are known to every reader, and that no table has a row of: a
// village that is called so is not meant, unless the text says in what it lies.
var regions = lexicon.Set(`africa asia europe america arabia levant maghreb mashriq mesopotamia caucasus balkans siberia patagonia sahara
	scandinavia sinai khorasan khurasan darfur donbas donbass puntland biafra andes himalaya himalayas hindustan indochina anatolia
	crimea transnistria galilee negev sham middle_east near_east far_east horn_of_africa sinai_peninsula arabian_peninsula
	north_sea dead_sea fertile_crescent great_lakes`)

// region reports whether a part is the name of such a land, or of a part of it.
func (p *part) region() bool {
	if regions[p.key] {
		return true
	}
	_, rest := lexicon.Direction(p.key)
	return len(rest) < len(p.key) && regions[rest]
}
