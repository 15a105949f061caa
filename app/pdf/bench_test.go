package pdf

import (
	"testing"

	"yunban/model"
)

// BenchmarkFirst is a program's first paper: the fonts are opened for it.
func BenchmarkFirst(b *testing.B) {
	for b.Loop() {
		printed(b, printer(b), application(3))
	}
}

// BenchmarkPaper is any other paper.
func BenchmarkPaper(b *testing.B) {
	for _, bb := range []struct {
		name  string
		paper model.Document
	}{
		{"letter of 2 pages", notice()}, {"form of 2 pages", application(3)}, {"form of 4 pages", application(30)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p := printer(b)
			printed(b, p, bb.paper)
			for b.Loop() {
				printed(b, p, bb.paper)
			}
		})
	}
}
