package typeset

// span is what a column should have: the width of its widest piece and that of its
// longest paragraph.
type span struct{ need, want float64 }

// edges are the places of columns with relative widths: one more than columns. With
// spans, a column gets no less than it needs, and what it does not want goes to the
// others; needs that do not fit shrink alike.
func edges(total float64, weights []float64, spans []span) []float64 {
	widths := shares(total, weights)
	if spans != nil {
		widths = settle(total, weights, spans)
	}
	edges := make([]float64, len(weights)+1)
	for i, w := range widths {
		edges[i+1] = edges[i] + w
	}
	return edges
}

// shares divides a width by weights.
func shares(total float64, weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	widths := make([]float64, len(weights))
	for i, w := range weights {
		widths[i] = w / sum * total
	}
	return widths
}

// settle divides a width by weights between what columns need and what they want.
// In each round those that bind most, by needing or by wanting less, are settled and
// the others share what is left.
func settle(total float64, weights []float64, spans []span) []float64 {
	wants, wanted := make([]float64, len(spans)), 0.0
	for i, s := range spans {
		wants[i] = s.want
		wanted += s.want
	}
	if wanted <= total { // all have what they want and share the rest
		for i, extra := range shares(total-wanted, weights) {
			wants[i] += extra
		}
		return wants
	}
	widths, open := make([]float64, len(weights)), weights
	for room := total; ; {
		bound, over := make([]float64, len(weights)), 0.0
		share := shares(room, open)
		for i, s := range spans {
			if open[i] > 0 {
				bound[i] = min(max(share[i], s.need), s.want)
				over += bound[i] - share[i]
			}
		}
		next, settled := make([]float64, len(weights)), false
		for i, w := range open {
			if raised, lowered := bound[i] > share[i], bound[i] < share[i]; w > 0 && (over > 0 && raised || over < 0 && lowered) {
				widths[i], settled = bound[i], true
				room -= bound[i]
			} else {
				next[i] = w
			}
		}
		if !settled || room <= 0 {
			for i, w := range open {
				if w > 0 && widths[i] == 0 {
					widths[i] = max(bound[i], spans[i].need)
				}
			}
			return shares(total, widths)
		}
		open = next
	}
}
