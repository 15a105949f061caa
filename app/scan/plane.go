package scan

import "image"

// plane is a picture in shades of grey, 0 black to 255 white, row by row.
type plane struct {
	w, h int
	px   []byte
}

func newPlane(w, h int) plane { return plane{w, h, make([]byte, w*h)} }

func (p plane) long() int { return max(p.w, p.h) }

// picture is the plane as a picture.
func (p plane) picture() *image.Gray {
	return &image.Gray{Pix: p.px, Stride: p.w, Rect: image.Rect(0, 0, p.w, p.h)}
}

// planeOf takes the brightness of a picture; what is transparent is paper.
func planeOf(img image.Image) plane {
	b := img.Bounds()
	p := newPlane(b.Dx(), b.Dy())
	for y := range p.h {
		row := p.px[y*p.w : (y+1)*p.w]
		switch m := img.(type) {
		case *image.Gray:
			copy(row, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.YCbCr:
			copy(row, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.RGBA:
			greyRow(row, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.NRGBA:
			greyRow(row, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
			for x := range row {
				a := int(m.Pix[m.PixOffset(b.Min.X+x, b.Min.Y+y)+3])
				row[x] = byte((int(row[x])*a + 255*(255-a)) / 255)
			}
		default:
			for x := range row {
				r, g, bl, a := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
				row[x] = byte((299*r+587*g+114*bl)/1000>>8 + (0xffff-a)>>8)
			}
		}
	}
	return p
}

func greyRow(row, rgba []byte) {
	for x := range row {
		q := rgba[4*x : 4*x+3]
		row[x] = byte((299*int(q[0]) + 587*int(q[1]) + 114*int(q[2])) / 1000)
	}
}

// reduced averages squares of n × n pixels into one.
func (p plane) reduced(n int) plane {
	if n <= 1 {
		return p
	}
	out := newPlane(max(p.w/n, 1), max(p.h/n, 1))
	for y := range out.h {
		for x := range out.w {
			sum := 0
			for dy := range min(n, p.h) {
				row := p.px[(y*n+dy)*p.w:]
				for dx := range min(n, p.w) {
					sum += int(row[x*n+dx])
				}
			}
			out.px[y*out.w+x] = byte(sum / (min(n, p.h) * min(n, p.w)))
		}
	}
	return out
}

// doubled is twice as large, with what lies between two pixels between them: of the four nearest, nine, three, three
// and one sixteenths.
func (p plane) doubled() plane {
	out := newPlane(2*p.w, 2*p.h)
	for y := range out.h {
		near := p.px[y/2*p.w : (y/2+1)*p.w]
		other := min(max(y/2+2*(y%2)-1, 0), p.h-1)
		far := p.px[other*p.w : (other+1)*p.w]
		row := out.px[y*out.w : (y+1)*out.w]
		for x := range p.w {
			left, right := max(x-1, 0), min(x+1, p.w-1)
			here := 9*int(near[x]) + 3*int(far[x]) + 8
			row[2*x] = byte((here + 3*int(near[left]) + int(far[left])) / 16)
			row[2*x+1] = byte((here + 3*int(near[right]) + int(far[right])) / 16)
		}
	}
	return out
}

// smoothed averages each pixel with its neighbours up to r away: noise goes, edges stay where they are.
func (p plane) smoothed(r int) plane {
	return p.averages(r, func(_ byte, mean int) byte { return byte(mean) })
}

// flattened makes black what is darker than its surroundings and white what is not: shadows and dim corners go.
func (p plane) flattened(r int) plane {
	return p.averages(r, func(v byte, mean int) byte {
		if int(v)+6 < mean {
			return 0
		}
		return 255
	})
}

// inverted is the negative.
func (p plane) inverted() plane {
	out := newPlane(p.w, p.h)
	for i, v := range p.px {
		out.px[i] = 255 - v
	}
	return out
}

// averages gives each pixel by its own value and the mean of the square of 2r+1 pixels around it.
func (p plane) averages(r int, give func(v byte, mean int) byte) plane {
	out := newPlane(p.w, p.h)
	columns := make([]int, p.w) // sums of the rows in reach, column by column
	add := func(y, sign int) {
		if y < 0 || y >= p.h {
			return
		}
		for x, v := range p.px[y*p.w : (y+1)*p.w] {
			columns[x] += sign * int(v)
		}
	}
	for y := range r {
		add(y, 1)
	}
	for y := range p.h {
		add(y+r, 1)
		add(y-r-1, -1)
		rows := min(y+r, p.h-1) - max(y-r, 0) + 1
		sum := 0
		for x := range min(r, p.w) {
			sum += columns[x]
		}
		for x := range p.w {
			if x+r < p.w {
				sum += columns[x+r]
			}
			if x-r-1 >= 0 {
				sum -= columns[x-r-1]
			}
			wide := min(x+r, p.w-1) - max(x-r, 0) + 1
			i := y*p.w + x
			out.px[i] = give(p.px[i], sum/(rows*wide))
		}
	}
	return out
}
