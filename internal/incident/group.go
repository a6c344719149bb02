package incident

// Group owns the claims that several incidents share, such as one death toll
// given for two attacks. Its members' flat figures stay unknown, and a sum
// adds the group's figures once when any member is in it.
type Group struct {
	ID      string
	Dataset string
	Title   string
	Claims  []Claim
	Sources []Source
}

// Tally sums a measure over incidents. Its zero value is an empty sum.
type Tally struct {
	Low, Best, High int
	// Reported counts the figures that were added, of incidents and groups;
	// Unreported the incidents without one, neither their own nor a group's.
	Reported, Unreported int
	// OpenEnded counts the added figures without an upper bound: while it is
	// above 0, High is no upper bound of the whole.
	OpenEnded int
}

// add adds a known figure a number of times. A figure without a best counts with its low, one
// without a high with its best, so that low <= best <= high holds.
func (t *Tally) add(f Figure, times int) {
	low := firstKnown(f.Low, f.Best, f.High)
	best := max(low, firstKnown(f.Best, f.Low, f.High))
	t.Reported += times
	t.Low += low * times
	t.Best += best * times
	t.High += max(best, firstKnown(f.High, f.Best, f.Low)) * times
	if f.High == nil {
		t.OpenEnded += times
	}
}

func firstKnown(ns ...*int) int {
	for _, n := range ns {
		if n != nil {
			return *n
		}
	}
	return 0
}

// Summer tallies one measure over a set of incidents, each group once.
type Summer struct {
	measure string
	groups  func(dataset, id string) *Group
	seen    map[string]bool
	tally   Tally
}

// NewSummer returns a Summer of a measure. groups looks a group up and may
// return nil for one that is not there.
func NewSummer(measure string, groups func(dataset, id string) *Group) *Summer {
	return &Summer{measure: measure, groups: groups, seen: map[string]bool{}}
}

// AddTimes adds as many incidents of the record's figure and group, none of them
// twice.
func (s *Summer) AddTimes(r *Record, times int) {
	own := r.Figure(s.measure)
	if own.Known() {
		s.tally.add(own, times)
	}
	if s.addGroup(r.Incident) || own.Known() {
		return
	}
	s.tally.Unreported += times
}

// addGroup adds the incident's group unless an earlier member has, and
// reports whether the group gives a figure at all.
func (s *Summer) addGroup(inc *Incident) bool {
	if inc.Group == "" {
		return false
	}
	g := s.groups(inc.Dataset, inc.Group)
	if g == nil {
		return false
	}
	f := FigureOf(g.Claims, s.measure)
	key := inc.Dataset + "/" + inc.Group
	if f.Known() && !s.seen[key] {
		s.seen[key] = true
		s.tally.add(f, 1)
	}
	return f.Known()
}

// Tally returns the sum so far.
func (s *Summer) Tally() Tally { return s.tally }
