package gazetteer

import "strings"

// surnames are the words that begin what tells a town from its namesakes: Marburg an der
// Lahn, Boulogne-sur-Mer, Newcastle upon Tyne.
var surnames = []string{"an der ", "am ", "an ", "im ", "in der ", "ob der ", "vor der ", "bei ", "sur-", "sous-",
	"en-", "lès-",
	"sur ", "upon ", "on ", "upon-", "on-"}

// surnamed reports whether a town that was found by another name than its own has that
// one at the beginning of its own, and is mostly called by it.
func (g *Gazetteer) surnamed(c candidate) bool {
	if c.own || g.table.LevelOf(c.row) > Locality.Level() {
		return false
	}
	label := g.table.Label(c.row)
	at := strings.IndexAny(label, " -")
	if at < 0 {
		return false
	}
	for _, word := range surnames {
		if strings.HasPrefix(label[at+1:], word) {
			key := g.table.Names.Key(c.name)
			return len(key) == at && strings.EqualFold(key, label[:at])
		}
	}
	return false
}

// calledSo puts the town first that is meant where one has the name as its own and
// another as another one. Of quite another name, a much larger one is meant: Pokrovsk is a
// town, and was the name of Engels; Mumbai is still called Bombay. With a name that merely
// is spelt otherwise, the larger one is: Odesa in Ukraine, and not Odessa in Texas.
func (q *query) calledSo(all []choice) []choice {
	if len(all) < 2 || q.g.table.ClassOf(all[0].row) != Locality || all[0].cost > 0 {
		return all
	}
	best := &all[0]
	people := q.g.table.Places[best.row].Population
	spelt := best.own || q.spellsOwn(best)
	for i := 1; i < len(all); i++ {
		c := &all[i]
		e := &q.g.table.Places[c.row]
		if !c.fitsLike(best) || c.quality < best.quality || q.g.table.Class(e) != Locality {
			continue
		}
		if !spelt && c.own && e.Population >= people/calledSoShare ||
			best.own && !c.own && e.Population/calledSoShare > people && q.spellsOwn(c) {
			return first(all, i)
		}
	}
	return all
}

// calledSoShare is how many times larger a town is that is meant by another name than
// its own, where a town has it as its own.
const calledSoShare = 4

// spellsOwn reports whether a town was found by a spelling or the beginning of its own name.
func (q *query) spellsOwn(c *choice) bool { return q.ownTown(c) || q.g.surnamed(c.candidate) }
