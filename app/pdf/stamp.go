package pdf

import (
	"fmt"
	"strings"

	"yunban/app/pdf/typeset"
)

// Stamp draws the words of a visible signature, as wide and high as is said in points, as PDF objects numbered from
// first on, of which the first is the drawing.
func (p *Printer) Stamp(lines []string, width, height float64, first int) ([][]byte, error) {
	lib, err := p.open()
	if err != nil {
		return nil, fmt.Errorf("draw signature: %w", err)
	}
	page, err := typeset.SetStamp(lines, width, height, lib.fonts)
	if err != nil {
		return nil, fmt.Errorf("draw signature: %w", err)
	}
	inks := dip([]typeset.Page{page})
	objects := [][]byte{nil}
	var fonts strings.Builder
	for _, k := range inks {
		fmt.Fprintf(&fonts, "/%s %d 0 R ", k.name, first+len(objects))
		font, err := k.objects(first + len(objects))
		if err != nil {
			return nil, fmt.Errorf("draw signature: font %s: %w", k.font.Name(), err)
		}
		objects = append(objects, font...)
	}
	objects[0], err = stream([]byte(stampFrame(page)+inks.text(page)), fmt.Sprintf(
		"/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources <</Font <<%s>>>>", page.Width, page.Height, fonts.String()))
	if err != nil {
		return nil, fmt.Errorf("draw signature: %w", err)
	}
	return objects, nil
}

// stampFrame is a thin red frame: it tells what was added from what the paper said.
func stampFrame(p typeset.Page) string {
	const weight = 0.8
	return fmt.Sprintf("0.75 0.1 0.1 RG %.2f w %.2f %.2f %.2f %.2f re S\n", weight, weight/2, weight/2, p.Width-weight, p.Height-weight)
}
