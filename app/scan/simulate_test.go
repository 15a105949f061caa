package scan

import (
	"bytes"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/skip2/go-qrcode"
)

// placedCode is a code on a sheet, in millimetres; its size takes in the quiet zone.
type placedCode struct {
	text       string
	x, y, size float64
}

// sheet draws an A4 page at a resolution: lines of text, two rules, and codes.
func sheet(t testing.TB, dpi int, codes ...placedCode) plane {
	t.Helper()
	mm := float64(dpi) / 25.4
	p := newPlane(int(210*mm), int(297*mm))
	for i := range p.px {
		p.px[i] = 250
	}
	fill := func(x, y, w, h float64, v byte) {
		for j := int(y * mm); j < int((y+h)*mm); j++ {
			for i := int(x * mm); i < int((x+w)*mm); i++ {
				p.px[j*p.w+i] = v
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for y := 60.0; y < 270; y += 8 { // words: boxes with strokes, as Chinese letters have
		for x := 28.0; x < 180; x += 5.6 {
			for range 6 {
				if random.IntN(2) == 0 {
					fill(x+random.Float64()*4, y, 0.5, 4.8, 20)
				} else {
					fill(x, y+random.Float64()*4.4, 4.8, 0.5, 20)
				}
			}
		}
	}
	fill(20, 55, 170, 0.5, 0)
	fill(20, 280, 170, 0.5, 0)
	for _, c := range codes {
		q, err := qrcode.New(c.text, qrcode.Medium)
		if err != nil {
			t.Fatal(err)
		}
		q.DisableBorder = true
		bits := q.Bitmap()
		fill(c.x, c.y, c.size, c.size, 250)
		module := c.size / float64(len(bits)+8) // four modules of quiet on each side
		for j, row := range bits {
			for i, dark := range row {
				if dark {
					fill(c.x+float64(i+4)*module, c.y+float64(j+4)*module, module, module, 10)
				}
			}
		}
	}
	return p
}

// scanning is what happens to a sheet between printer and file.
type scanning struct {
	turn     float64
	tilt     float64 // how much smaller the far edge is than the near one: a photo
	blur     int
	contrast float64 // 1 is full
	shade    float64 // how much darker the right edge is
	noise    float64 // standard deviation
	quality  int     // of JPEG; 0 keeps the pixels
}

// noise is a stock of normal values: drawing each anew takes longer than reading a page.
var noise = func() []float64 {
	random := rand.New(rand.NewPCG(3, 4))
	all := make([]float64, 1<<16)
	for i := range all {
		all[i] = random.NormFloat64()
	}
	return all
}()

func (s scanning) of(t testing.TB, p plane, seed uint64) plane {
	t.Helper()
	if s.turn != 0 {
		p = p.turned(s.turn)
	}
	if s.tilt != 0 {
		w, h := float64(p.w), float64(p.h)
		p = p.mapped(p.w, p.h, func(x, y float64) (float64, float64) {
			k := 1 - s.tilt*(1-y/h) // the width of this row
			return w/2 + (x-w/2)/k, h * (y / h) / (1 - s.tilt*(1-y/h)) * (1 - s.tilt*(1-y/h)*0.5)
		})
	}
	if s.blur > 0 {
		p = p.smoothed(s.blur)
	}
	random := rand.New(rand.NewPCG(seed, 7))
	out := newPlane(p.w, p.h)
	for i, v := range p.px {
		f := float64(v)
		if s.contrast != 0 {
			f = 128 + (f-128)*s.contrast
		}
		f -= s.shade * float64(i%p.w) / float64(p.w)
		f += noise[random.IntN(len(noise))] * s.noise
		out.px[i] = byte(math.Max(0, math.Min(255, f)))
	}
	if s.quality > 0 {
		img, err := jpeg.Decode(bytes.NewReader(out.jpeg(t, s.quality)))
		if err != nil {
			t.Fatal(err)
		}
		return planeOf(img)
	}
	return out
}

func (p plane) jpeg(t testing.TB, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p.picture(), &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// turned is turned by an angle about its middle, on a sheet large enough.
func (p plane) turned(degrees float64) plane {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w := int(math.Abs(float64(p.w)*cos) + math.Abs(float64(p.h)*sin) + 1)
	h := int(math.Abs(float64(p.w)*sin) + math.Abs(float64(p.h)*cos) + 1)
	return p.mapped(w, h, func(x, y float64) (float64, float64) {
		x, y = x-float64(w)/2, y-float64(h)/2
		return x*cos + y*sin + float64(p.w)/2, -x*sin + y*cos + float64(p.h)/2
	})
}

// mapped draws a picture whose pixels come from the places that from tells; outside there is white paper.
func (p plane) mapped(w, h int, from func(x, y float64) (float64, float64)) plane {
	out := newPlane(w, h)
	for y := range h {
		for x := range w {
			out.px[y*w+x] = p.between(from(float64(x), float64(y)))
		}
	}
	return out
}

func (p plane) between(x, y float64) byte {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(x0), y-float64(y0)
	top := p.at(x0, y0)*(1-fx) + p.at(x0+1, y0)*fx
	bottom := p.at(x0, y0+1)*(1-fx) + p.at(x0+1, y0+1)*fx
	return byte(top*(1-fy) + bottom*fy + 0.5)
}

func (p plane) at(x, y int) float64 {
	if x < 0 || y < 0 || x >= p.w || y >= p.h {
		return 255
	}
	return float64(p.px[y*p.w+x])
}
