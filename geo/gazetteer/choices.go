package gazetteer

import (
	"cmp"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
)

// choice is a candidate of one part, weighed against the other parts.
type choice struct {
	candidate
	rank      float64
	agrees    uint16 // bit i: whether the place lies in what part i names
	part      int8
	explained int8 // number of parts that agree
	linked    int8 // number of those whose unit the place is linked to; 0 where its name is a country's
	against   int8 // number of parts that name other places only, or another kind
	vague     bool // whether it stands for several places that the text may mean
}

// choices are all candidates that may be an answer, the better first.
func (q *query) choices() []choice {
	n := 0
	for i := range q.parts {
		n += len(q.parts[i].cands)
	}
	all := q.scratch.room(n)
	for i := range q.parts {
		placed := len(all)
		if q.parts[i].road {
			continue
		}
		for _, c := range q.parts[i].cands {
			if q.admits(c) {
				all = append(all, q.weigh(i, c))
			}
		}
		if len(all) == placed {
			all = q.provinces(all, i)
		}
	}
	q.spread(all)
	q.sort(all)
	return all
}

// sort orders the choices, the better first. It sorts their positions, and moves each
// choice once: a village has a hundred namesakes, and a choice is large.
func (q *query) sort(all []choice) {
	if len(all) < 2 {
		return
	}
	order := q.scratch.positions(len(all))
	slices.SortFunc(order, func(i, j int32) int { return q.compare(&all[i], &all[j]) })
	for i := range order {
		moved, to := all[i], i
		for int(order[to]) != i { // each cycle of the permutation in turn
			from := int(order[to])
			all[to], order[to] = all[from], int32(to)
			to = from
		}
		all[to], order[to] = moved, int32(to)
	}
}

// spread finds for each part how wide the likeliest place is that it may mean.
func (q *query) spread(all []choice) {
	if len(q.parts) < 2 {
		return
	}
	var best [maxParts]*choice
	for i := range all {
		c := &all[i]
		b := best[c.part]
		if b == nil || cmp.Or(int(c.against-b.against), int(b.explained-c.explained), cmp.Compare(b.rank, c.rank)) < 0 {
			best[c.part] = c
			q.parts[c.part].width = q.g.table.LevelOf(c.row)
		}
	}
}

// provinces appends the provinces of the places that part i names, which are known
// by name alone.
func (q *query) provinces(all []choice, i int) []choice {
	for _, c := range q.parts[i].cands {
		c.row, c.quality = q.g.table.Places[c.row].Admin1, partial
		if c.row == none || !q.admits(c) {
			continue
		}
		ch := q.weigh(i, c)
		ch.agrees &^= 1 << i
		ch.explained--
		all = append(all, ch)
	}
	return all
}

// admits reports whether a candidate may be an answer at all: it has a point, and
// lies in the country asked for.
func (q *query) admits(c candidate) bool {
	e := &q.g.table.Places[c.row]
	if q.opt.Class != "" && q.g.table.Class(e) != q.opt.Class {
		return false
	}
	return e.Located() && (q.opt.Country == "" || strings.EqualFold(q.g.table.Countries[e.Country], q.opt.Country))
}

// weigh compares a candidate of part i with all other parts.
func (q *query) weigh(i int, c candidate) choice {
	ch := choice{candidate: c, part: int8(i), agrees: 1 << i, explained: 1, rank: q.rank(i, c)}
	if q.misfit(i, c) {
		ch.against++
	}
	if q.parts[i].twice && q.parts[i].asks == (lexicon.Asks{}) && q.inOwn(i, c.row) {
		ch.rank += rankOfOwn
	}
	for j := range q.parts {
		if j == i {
			continue
		}
		switch {
		case q.inside(c.row, &q.parts[j], j > i):
			if ch.explained++; !q.parts[j].road {
				ch.agrees |= 1 << j
			}
			if q.linked(c.row, &q.parts[j]) && !q.g.nation(&q.parts[i]) {
				ch.linked++
			}
		case q.names(j) && !q.unplaced(j, c.row), q.tooNarrow(j, c.row):
			ch.against++
		}
	}
	return ch
}

// inOwn reports whether a place lies in a unit of its own name, which a text that has the
// name twice means.
func (q *query) inOwn(i int, row int32) bool {
	return slices.ContainsFunc(q.parts[i].cands, func(c candidate) bool {
		at := q.g.table.ClassOf(c.row)
		return c.row != row && (at == Admin1 || at == Admin2) && q.inUnit(row, c.row)
	})
}

// misfit reports whether the words around a name ask for another kind of place
// than the candidate is.
func (q *query) misfit(i int, c candidate) bool {
	if !c.own && adjective(q.parts[i].name) && q.g.table.LevelOf(c.row) <= Locality.Level() {
		return true
	}
	if c.quality == whole && q.parts[i].asks.Sort != lexicon.UnitLike {
		return false
	}
	at, asked := q.g.table.LevelOf(c.row), q.parts[i].asks
	switch asked.Class {
	case Locality:
		return at > Locality.Level()
	case Admin2:
		return at < Admin2.Level() && asked.Sort != lexicon.Lesser || at > Admin1.Level()
	case Admin1:
		return at < Admin1.Level()
	}
	return asked.Sort == lexicon.UnitLike && at < Admin2.Level()
}

// adjective reports whether a folded name is a Slavic adjective, which is how tables call
// a district: Khersonska is that of the town of Kherson.
func adjective(name string) bool {
	return slices.ContainsFunc([]string{"ska", "skyi", "skyy", "skiy"},
		func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// tooNarrow reports whether part j asks for a kind of place, and names none that is
// known, which cannot lie in the given one: an unknown district is not in the city,
// but in the province of that name.
func (q *query) tooNarrow(j int, row int32) bool {
	p := &q.parts[j]
	if len(p.cands) > 0 || p.loose || p.asks.Class == "" {
		return false
	}
	least := p.asks.Class.Level()
	if p.asks.Sort == lexicon.Lesser {
		least = Locality.Level()
	}
	return q.g.table.LevelOf(row) <= least
}

// unplaced reports whether part j names a place in the given unit that is known by
// name alone.
func (q *query) unplaced(j int, row int32) bool {
	return slices.ContainsFunc(q.parts[j].cands, func(c candidate) bool {
		return !q.g.table.Places[c.row].Located() && q.holds(row, c.row)
	})
}

// names reports whether part j is surely the name of some place.
func (q *query) names(j int) bool {
	p := &q.parts[j]
	return !p.loose && !p.road && len(p.cands) > 0 && p.cands[0].quality > site && !p.section
}

// compare orders choices, the better first. Where the parts of a text
// contradict each other, the wider place is the safer answer, and the later one,
// since texts mostly go from the place to what it lies in.
func (q *query) compare(a, b *choice) int {
	switch {
	case a.against != b.against:
		return int(a.against - b.against)
	case a.explained != b.explained:
		return int(b.explained - a.explained)
	case a.part != b.part && a.linked != b.linked:
		return int(b.linked - a.linked) // Nusaybin is linked to Mardin, which lies near it
	case a.part != b.part && a.against > 0:
		return cmp.Or(q.parts[b.part].width-q.parts[a.part].width, int(b.part-a.part))
	case a.part != b.part:
		return int(a.part - b.part)
	}
	return cmp.Or(cmp.Compare(b.rank, a.rank), int(a.row-b.row), int(a.name-b.name))
}
