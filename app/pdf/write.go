package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"yunban/app/pdf/typeset"
	"yunban/model"
)

// write writes pages as a PDF file. gofpdf writes all but the fonts and the text.
func write(pages []typeset.Page, d model.Document) ([]byte, error) {
	inks := dip(pages)
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt"})
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	describe(f, d)
	for _, p := range pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: p.Width, Ht: p.Height})
		drawShapes(f, p)
		f.RawWriteStr(inks.text(p))
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return inks.embed(out.Bytes())
}

// describe sets the properties of the file. All that would differ from run to run
// is taken from the document.
func describe(f *gofpdf.Fpdf, d model.Document) {
	f.SetCreationDate(dayOf(d))
	f.SetModificationDate(dayOf(d))
	f.SetTitle(strings.TrimSpace(d.Title+" "+d.Number), true)
	f.SetAuthor(d.Issuer, true)
	f.SetProducer("Yunban", true)
}

func drawShapes(f *gofpdf.Fpdf, p typeset.Page) {
	for _, fill := range p.Fills {
		g := int(fill.Gray*255 + 0.5)
		f.SetFillColor(g, g, g)
		f.Rect(fill.X, fill.Y, fill.Width, fill.Height, "F")
	}
	f.SetDrawColor(0, 0, 0)
	for _, s := range p.Strokes {
		f.SetLineWidth(s.Width)
		f.MoveTo(s.Points[0].X, s.Points[0].Y)
		for _, to := range s.Points[1:] {
			f.LineTo(to.X, to.Y)
		}
		f.DrawPath("D")
	}
}
