package pdf

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// coded are papers of every sheet with a code, among them those with the least room for it.
func coded(t *testing.T) map[string]model.Document {
	t.Helper()
	wide, long, far := application(20), application(20), notice()
	wide.Landscape = true
	long.Title = strings.Repeat("盘锦市电子政务云计算平台", 4) + "使用申请表"
	far.Number = "盘数受〔2026〕3号"
	papers := map[string]model.Document{"letter": far, "form": application(12), "wide form": wide, "form with a long title": long, "refusal": refusal(14)}
	for name, d := range papers {
		check, err := model.CheckOf(d)
		if err != nil {
			t.Fatal(err)
		}
		d.Code = model.PaperCode{Number: "PJ-SQ-2026-0001", Kind: d.Kind, Check: check}
		papers[name] = d
	}
	return papers
}

// rasterised is the first page as a scanner at that resolution would see it.
func rasterised(t testing.TB, data []byte, dpi int) image.Image {
	t.Helper()
	page, err := png.Decode(bytes.NewReader(raster(t, data, 1, dpi)))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// drawn is a page as a screen shows it.
func drawn(t testing.TB, data []byte, page int) []byte {
	t.Helper()
	return raster(t, data, page, 72)
}

// raster draws a page as a PNG picture.
func raster(t testing.TB, data []byte, page, dpi int) []byte {
	t.Helper()
	n := strconv.Itoa(page)
	cmd := exec.Command("pdftoppm", "-png", "-gray", "-f", n, "-l", n, "-r", strconv.Itoa(dpi), "-singlefile", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		t.Fatalf("pdftoppm (of poppler-utils) drew nothing: %v", err)
	}
	return out
}

func TestPaperCode(t *testing.T) {
	p := printer(t)
	for name, d := range coded(t) {
		data := printed(t, p, d)
		for _, dpi := range []int{150, 300} {
			t.Run("the QR code of a "+name+" is read back at "+strconv.Itoa(dpi)+" dpi", func(t *testing.T) {
				page, err := gozxing.NewBinaryBitmapFromImage(rasterised(t, data, dpi))
				if err != nil {
					t.Fatal(err)
				}
				read, err := qrcode.NewQRCodeReader().Decode(page, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
				if err != nil {
					t.Fatal(err)
				}
				if got, ok := model.ParsePaperCode(read.GetText()); !ok || got != d.Code {
					t.Errorf("it says %q", read.GetText())
				}
			})
		}
		t.Run("number and check stand on every page of a "+name+", to be read aloud", func(t *testing.T) {
			for i, page := range extract(t, data) {
				if !strings.HasSuffix(strings.TrimSpace(page), d.Code.Number+"\n核验码 "+d.Code.Check) {
					t.Errorf("page %d ends %q", i+1, page[max(0, len(page)-90):])
				}
			}
		})
		t.Run("the code takes no room from the words of a "+name, func(t *testing.T) {
			plain := d
			plain.Code = model.PaperCode{}
			lib, err := p.open()
			if err != nil {
				t.Fatal(err)
			}
			with, err := typeset.Set(d, lib.fonts)
			if err != nil {
				t.Fatal(err)
			}
			without, err := typeset.Set(plain, lib.fonts)
			if err != nil || len(with) != len(without) {
				t.Fatalf("%d pages became %d, %v", len(without), len(with), err)
			}
			for i := range without {
				if n := len(without[i].Texts); !sameTexts(with[i].Texts[:n], without[i].Texts) {
					t.Errorf("page %d has other words", i+1)
				}
				apart(t, without[i], with[i])
			}
		})
	}
	t.Run("a paper without a code has none", func(t *testing.T) {
		if text := strings.Join(extract(t, printed(t, p, notice())), ""); strings.Contains(text, "核验码") {
			t.Error(text)
		}
	})
	t.Run("a code that no QR code holds, or no font draws, is refused", func(t *testing.T) {
		d := notice()
		d.Code = model.PaperCode{Number: strings.Repeat("长", 4000), Kind: d.Kind, Check: "ABCDEFGHIJ"}
		if _, err := p.Print(t.Context(), d); err == nil {
			t.Error("too long, and printed")
		}
		d.Code.Number = "🎉"
		if _, err := p.Print(t.Context(), d); model.KindOf(err) != model.Invalid {
			t.Errorf("got %v", err)
		}
	})
}

func sameTexts(a, b []typeset.Text) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// apart checks that what the code adds to a page touches nothing that was there.
func apart(t *testing.T, without, with typeset.Page) {
	t.Helper()
	type area struct{ left, top, right, bottom float64 }
	of := func(x typeset.Text) area {
		right := x.X
		for _, r := range x.Words {
			right += x.Font.Advance(r)*x.Size + x.Spacing
		}
		return area{x.X, x.Y - 0.88*x.Size, right, x.Y + 0.12*x.Size}
	}
	var added []area
	for _, x := range with.Texts[len(without.Texts):] {
		added = append(added, of(x))
	}
	for _, f := range with.Fills[len(without.Fills):] {
		added = append(added, area{f.X, f.Y, f.X + f.Width, f.Y + f.Height})
	}
	for _, x := range without.Texts {
		was := of(x)
		for _, a := range added {
			if a.left < was.right && was.left < a.right && a.top < was.bottom && was.top < a.bottom {
				t.Errorf("the code covers %q", x.Words)
				break
			}
		}
	}
	for _, a := range added {
		if a.left < 0 || a.top < 4.2*72/25.4 || a.right > with.Width-36 {
			t.Errorf("the code stands at the sheet's edge: %+v", a)
		}
	}
}
