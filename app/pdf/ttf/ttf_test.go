package ttf

import (
	"bytes"
	"errors"
	"math/rand"
	"os"
	"testing"
)

const (
	serif  = "../../../assets/fonts/NotoSerifSC-Regular.ttf"
	wenkai = "../../../assets/fonts/LXGWWenKai-Regular.ttf"
)

func open(t testing.TB, path string) *Font {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return reopen(t, data)
}

func reopen(t testing.TB, data []byte) *Font {
	t.Helper()
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// small is a font of a few kilobytes to damage: with composed glyphs, rare
// characters, and hinting programs if the source has them.
func small(t testing.TB) []byte {
	t.Helper()
	data, err := open(t, wenkai).Subset([]rune("政务云Aéü½2，（㛃"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFont(t *testing.T) {
	f := open(t, serif)
	t.Run("a Chinese character is one em wide, a digit less", func(t *testing.T) {
		if f.Advance('政') != 1 {
			t.Errorf("政 is %v wide", f.Advance('政'))
		}
		if d := f.Advance('8'); d < 0.4 || d > 0.7 {
			t.Errorf("8 is %v wide", d)
		}
	})
	t.Run("the standard's rare characters are drawn, beyond U+FFFF too", func(t *testing.T) {
		for _, r := range "政㛃𬭎𫖯" {
			if !f.Draws(r) {
				t.Errorf("%c (%U) is not drawn", r, r)
			}
		}
	})
	t.Run("a character that the font lacks is not drawn, a space is", func(t *testing.T) {
		for _, r := range []rune{'🎉', 'ب', 0xE000, 0x10FFFF, -1, 0} {
			if f.Draws(r) {
				t.Errorf("%U is said to be drawn", r)
			}
		}
		if !f.Draws(' ') || !f.Draws('\u3000') {
			t.Error("spaces are said not to be drawn")
		}
	})
	t.Run("the shipped fonts may be embedded", func(t *testing.T) {
		if !f.Embeddable() {
			t.Error("not embeddable")
		}
	})
	t.Run("a font whose licence forbids embedding says so", func(t *testing.T) {
		closed := *f
		closed.os2 = bytes.Clone(f.os2)
		closed.os2[9] = 0x02
		if closed.Embeddable() {
			t.Error("embeddable")
		}
	})
	t.Run("a collection opens as its first font", func(t *testing.T) {
		data := small(t)
		header := []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10")
		collection := append(header, data...)
		for at := 16 + 12; at < 16+12+16*int(data[5]); at += 16 { // offsets count from the file's start
			offset := uint32(collection[at+8])<<24 | uint32(collection[at+9])<<16 | uint32(collection[at+10])<<8 | uint32(collection[at+11])
			offset += 16
			copy(collection[at+8:], []byte{byte(offset >> 24), byte(offset >> 16), byte(offset >> 8), byte(offset)})
		}
		if !reopen(t, collection).Draws('政') {
			t.Error("政 is not drawn")
		}
	})
}

func TestSubset(t *testing.T) {
	for _, path := range []string{serif, wenkai} {
		t.Run("a cut font draws its characters as the whole one does: "+path, func(t *testing.T) {
			whole := open(t, path)
			const text = "政务云Aéü½2，（㛃 　"
			data, err := whole.Subset([]rune(text))
			if err != nil {
				t.Fatal(err)
			}
			if len(data) > 20_000 {
				t.Errorf("%d bytes for %d characters", len(data), len([]rune(text)))
			}
			cut := reopen(t, data)
			for _, r := range text {
				if !cut.Draws(r) {
					t.Errorf("%c is lost", r)
				}
				if cut.Advance(r) != whole.Advance(r) {
					t.Errorf("%c is %v wide, was %v", r, cut.Advance(r), whole.Advance(r))
				}
				was, err := whole.readOutline(whole.glyph(r))
				if err != nil {
					t.Fatal(err)
				}
				is, err := cut.readOutline(cut.glyph(r))
				if err != nil {
					t.Fatal(err)
				}
				if simple := len(was) > 0 && was[0] < 0x80; simple && !bytes.HasPrefix(is, was) {
					t.Errorf("%c has another outline", r)
				}
			}
			if cut.Draws('务') && cut.Draws('盘') {
				t.Error("a character is drawn that nobody asked for")
			}
		})
	}
	t.Run("the n-th character is glyph n, beyond U+FFFF too", func(t *testing.T) {
		text := []rune("云𬭎A𫖯")
		data, err := open(t, serif).Subset(text)
		if err != nil {
			t.Fatal(err)
		}
		cut := reopen(t, data)
		for i, r := range text {
			if got := cut.glyph(r); got != i+1 {
				t.Errorf("%c is glyph %d, not %d", r, got, i+1)
			}
		}
	})
	t.Run("two characters with one outline keep a glyph each, so that each copies as itself", func(t *testing.T) {
		whole := open(t, serif)
		const ideograph, radical = '一', '⼀'
		if whole.glyph(ideograph) != whole.glyph(radical) {
			t.Fatal("the font no longer shares an outline; choose another pair")
		}
		data, err := whole.Subset([]rune{ideograph, radical})
		if err != nil {
			t.Fatal(err)
		}
		if cut := reopen(t, data); cut.glyph(ideograph) == cut.glyph(radical) {
			t.Error("they share a glyph")
		}
	})
	t.Run("a cut font keeps name and measures", func(t *testing.T) {
		whole, cut := open(t, wenkai), reopen(t, small(t))
		if cut.Name() != "LXGWWenKai-Regular" {
			t.Errorf("it is called %q", cut.Name())
		}
		if cut.Metrics() != whole.Metrics() {
			t.Errorf("it measures %+v, was %+v", cut.Metrics(), whole.Metrics())
		}
	})
	t.Run("the same characters give the same bytes", func(t *testing.T) {
		if !bytes.Equal(small(t), small(t)) {
			t.Error("two cuts differ")
		}
	})
	t.Run("a character the font lacks is an error, not a box", func(t *testing.T) {
		if _, err := open(t, serif).Subset([]rune("🎉")); err == nil {
			t.Error("it was cut")
		}
	})
}

// use does with a font all that printing does.
func use(data []byte) error {
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	f.Embeddable()
	f.Metrics()
	var known []rune
	for _, r := range "政务云Aéü½2，（㛃𬭎\uffff" {
		f.Advance(r)
		if f.Draws(r) {
			known = append(known, r)
		}
	}
	_, err = f.Subset(known)
	return err
}

func TestDamagedFonts(t *testing.T) {
	whole := small(t)
	if err := use(whole); err != nil {
		t.Fatal(err)
	}
	t.Run("a font cut short anywhere is an error", func(t *testing.T) {
		for n := range whole {
			if n < len(whole)-4 && use(whole[:n]) == nil {
				t.Fatalf("%d of %d bytes were taken for a font", n, len(whole))
			}
		}
	})
	t.Run("flipped bytes are an error or another font, never a panic", func(t *testing.T) {
		random := rand.New(rand.NewSource(1))
		refused := 0
		for range 20_000 {
			data := bytes.Clone(whole)
			for range 1 + random.Intn(8) {
				data[random.Intn(min(len(data), 2000))] = byte(random.Intn(256))
			}
			if use(data) != nil {
				refused++
			}
		}
		if refused == 0 {
			t.Error("no damage was ever noticed")
		}
	})
	t.Run("a font with other outlines is refused by what it is", func(t *testing.T) {
		for _, data := range []string{"", "OTTO", "OTTO\x00\x0c", "%PDF-1.7", "ttcf\x00\x01\x00\x00"} {
			if use([]byte(data)) == nil {
				t.Errorf("%q was taken for a font", data)
			}
		}
	})
	t.Run("a table of four gigabytes is refused before it is read", func(t *testing.T) {
		data := bytes.Clone(whole)
		copy(data[12+8:], "\xff\xff\xff\xf0\xff\xff\xff\xff")
		if err := use(data); !errors.Is(err, ErrCorrupt) {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Fuzz(func(_ *testing.T, data []byte) { _ = use(data) })
}

func BenchmarkOpen(b *testing.B) {
	file, err := os.Open(serif)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Open(file, info.Size()); err != nil {
			b.Fatal(err)
		}
	}
}
