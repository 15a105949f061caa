package pdf

import (
	"context"
	"os"
	"testing"
)

func BenchmarkFirstForm(b *testing.B) {
	for b.Loop() {
		p, err := New(os.DirFS("../../assets"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Print(context.Background(), application(3)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForm(b *testing.B) {
	p, err := New(os.DirFS("../../assets"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Print(context.Background(), application(3)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLetter(b *testing.B) {
	p, err := New(os.DirFS("../../assets"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Print(context.Background(), notice()); err != nil {
			b.Fatal(err)
		}
	}
}
