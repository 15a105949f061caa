package ui

import (
	"bytes"
	"testing"

	"yunban/assets"
)

func TestFontsWithoutLayoutRules(t *testing.T) {
	font, err := assets.Fonts.ReadFile("fonts/NotoSansSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the rules for layout are hidden, and nothing else changes", func(t *testing.T) {
		if n := bytes.Count(font[:400], []byte("GSUB")) + bytes.Count(font[:400], []byte("GPOS")); n != 2 {
			t.Fatalf("the font has %d such tables to begin with", n)
		}
		plain := withoutLayoutRules(bytes.Clone(font))
		different := 0
		for i := range font {
			if font[i] != plain[i] {
				different++
			}
		}
		if different != 2 || bytes.Contains(plain[:400], []byte("GSUB")) || bytes.Contains(plain[:400], []byte("GPOS")) {
			t.Errorf("%d bytes differ", different)
		}
	})
	t.Run("bytes that are no font are left as they are", func(t *testing.T) {
		for _, data := range [][]byte{nil, []byte("GSUB"), []byte("\x00\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00GSUB")} {
			if got := withoutLayoutRules(bytes.Clone(data)); !bytes.Equal(got, data) {
				t.Errorf("%q became %q", data, got)
			}
		}
	})
}
