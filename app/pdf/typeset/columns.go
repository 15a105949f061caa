package typeset

// span is what a column should have: the width of its widest piece and that of its
// longest paragraph.
type span struct{ need, want float64 }

// edges are the places of columns with relative widths: one more than columns. With
// spans, a column gets no less than it needs as long as others can give the room,
// and what it does not want goes to the others.
func edges(total float64, weights []float64, spans []span) []float64 {
	c := columns{weights: weights, widths: make([]float64, len(weights)), room: total}
	wanted := 0.0
	for _, w := range weights {
		c.sum += w
	}
	for _, s := range spans {
		wanted += s.want
	}
	switch {
	case len(spans) == 0:
	case wanted <= total: // all have what they want, and share what is left
		for i, w := range weights {
			c.widths[i] = spans[i].want + w/c.sum*(total-wanted)
		}
	default:
		c.settle(func(i int, share float64) (float64, bool) { return spans[i].need, share < spans[i].need })
		c.settle(func(i int, share float64) (float64, bool) { return spans[i].want, share > spans[i].want })
	}
	return c.edges()
}

// columns are being given their widths; zero means not yet.
type columns struct {
	weights, widths []float64
	room, sum       float64 // left to those that have none, and their weights
}

// settle gives their bounds to the columns whose share by weight is beyond them,
// until the shares of the others no longer change.
func (c *columns) settle(bound func(i int, share float64) (width float64, binds bool)) {
	for again := true; again; {
		again = false
		for i, w := range c.weights {
			if c.widths[i] > 0 {
				continue
			}
			if width, binds := bound(i, w/c.sum*c.room); binds && width < c.room && w < c.sum {
				c.widths[i], again = width, true
				c.room, c.sum = c.room-width, c.sum-w
			}
		}
	}
}

// edges gives the columns without a width their share.
func (c *columns) edges() []float64 {
	edges := make([]float64, len(c.weights)+1)
	for i, w := range c.weights {
		if c.widths[i] == 0 {
			c.widths[i] = w / c.sum * c.room
		}
		edges[i+1] = edges[i] + c.widths[i]
	}
	return edges
}
