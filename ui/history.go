package ui

// visit is a page that was gone to. Going back shows the very page again, so it keeps its place.
type visit struct {
	route Route
	page  Page
}

// maxVisits bounds how many pages are remembered.
const maxVisits = 12

// history is the way through the window.
type history struct {
	visits []visit
	at     int // the one shown
}

func (h *history) current() (visit, bool) {
	if h.at < 0 || h.at >= len(h.visits) {
		return visit{}, false
	}
	return h.visits[h.at], true
}

// enter goes on to a new page; what lay ahead is forgotten.
func (h *history) enter(v visit) {
	if len(h.visits) > 0 {
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, v)
	if n := len(h.visits) - maxVisits; n > 0 {
		h.visits = append([]visit(nil), h.visits[n:]...)
	}
	h.at = len(h.visits) - 1
}

// replace puts a page in the place of the one shown.
func (h *history) replace(v visit) {
	if len(h.visits) == 0 {
		h.enter(v)
		return
	}
	h.visits[h.at] = v
}

func (h *history) canMove(by int) bool { return h.at+by >= 0 && h.at+by < len(h.visits) }
