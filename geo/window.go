package geo

// Window is a span of days, both ends included, and the question asked of it.
// The zero Window is not "all days": use All.
type Window struct {
	From, To Day
	// Inside asks for spans that lie wholly in the window ("certainly
	// inside"); otherwise a span matches when it shares a day with the window
	// ("may overlap"). A span without an end lies inside only of a window
	// without one, whose To is OpenEnd.
	Inside bool
}

// All is the window that every span matches in either mode.
var All = Window{From: MinDay, To: OpenEnd}

// IsAll reports whether the window leaves nothing out.
func (w Window) IsAll() bool { return w.From <= MinDay && w.To >= OpenEnd }

// Match reports whether the span of days from start to end (inclusive)
// matches the window.
func (w Window) Match(start, end Day) bool {
	if w.Inside {
		return start >= w.From && end <= w.To
	}
	return start <= w.To && end >= w.From
}

// swallows reports whether every span with start in [startMin, startMax] and
// end in [endMin, endMax] matches: then none needs a look of its own.
func (w Window) swallows(s spans) bool {
	if w.Inside {
		return s.startMin >= w.From && s.endMax <= w.To
	}
	return s.startMax <= w.To && s.endMin >= w.From
}

// touches reports whether any such span can match.
func (w Window) touches(s spans) bool {
	if w.Inside {
		return s.startMax >= w.From && s.endMin <= w.To && s.startMin <= w.To && s.endMax >= w.From
	}
	return s.startMin <= w.To && s.endMax >= w.From
}

// spans is the zone map of a block's spans.
type spans struct{ startMin, startMax, endMin, endMax Day }

// emptySpans holds nothing and grows by add.
var emptySpans = spans{MaxDay, MinDay, OpenEnd, MinDay}

func (s *spans) join(o spans) {
	s.startMin, s.startMax = min(s.startMin, o.startMin), max(s.startMax, o.startMax)
	s.endMin, s.endMax = min(s.endMin, o.endMin), max(s.endMax, o.endMax)
}

func (s *spans) add(start, end Day) {
	s.startMin, s.startMax = min(s.startMin, start), max(s.startMax, start)
	s.endMin, s.endMax = min(s.endMin, end), max(s.endMax, end)
}

// addKnown is add for the days that a span is known to have reached.
func (s *spans) addKnown(start, end Day) {
	if end == OpenEnd {
		end = start
	}
	s.add(start, end)
}
