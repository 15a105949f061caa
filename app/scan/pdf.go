package scan

import (
	"bufio"
	"bytes"
	"cmp"
	"image/jpeg"
	"io"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	pdf "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"
	"golang.org/x/image/ccitt"

	"yunban/model"
)

// pdfcpu would write a folder of settings into the person's home.
func init() { pdf.ConfigPath = "disable" }

const (
	maxPictures = 64 // of one page
	maxUnpacked = 4 * maxPixels
)

// pdfPages is a PDF. Its pictures are lifted out of it; nothing is drawn.
type pdfPages struct {
	file *io.SectionReader
	ctx  *pdf.Context
}

func settings() *pdf.Configuration {
	c := pdf.NewDefaultConfiguration()
	c.Cmd = pdf.EXTRACTIMAGES
	c.Offline = true
	c.ValidationMode = pdf.ValidationRelaxed
	c.Limits.MaxStreamBytes, c.Limits.MaxDecodeBytes = MaxFile, maxUnpacked
	c.Limits.MaxImagePixels, c.Limits.MaxImageBytes = maxPixels, maxUnpacked
	c.Limits.MaxObjectCount, c.Limits.MaxXRefEntries = 1_000_000, 1_000_000
	return c
}

func openPDF(file *io.SectionReader) (pages, error) {
	ctx, err := readPDF(file)
	if err != nil {
		return nil, broken(err)
	}
	return pdfPages{file, ctx}, nil
}

func readPDF(file *io.SectionReader) (*pdf.Context, error) {
	ctx, err := pdfcpu.Read(io.NewSectionReader(file, 0, file.Size()), settings())
	if err != nil {
		return nil, err
	}
	_ = validate.XRefTable(ctx) // scanners break many rules of PDF that do not concern their pictures
	if err := ctx.EnsurePageCount(); err != nil {
		return nil, err
	}
	if ctx.PageCount > MaxPages {
		return ctx, nil // refused; the pictures are not looked for
	}
	return ctx, pdfcpu.OptimizeXRefTable(ctx)
}

func (f pdfPages) count() int { return f.ctx.PageCount }

func (f pdfPages) pictures(no int) (found []plane, fault string) {
	numbers := pdfcpu.ImageObjNrs(f.ctx, no)
	for _, n := range numbers[:min(len(numbers), maxPictures)] {
		object := f.ctx.Optimize.ImageObjects[n]
		if object == nil || object.ImageDict == nil {
			continue
		}
		p, why := f.unpack(object.ImageDict)
		if why != "" {
			fault = why
			continue
		}
		found = append(found, p)
	}
	if len(numbers) == 0 {
		return nil, faultDrawn
	}
	strips := stacked(found)
	slices.SortStableFunc(found, func(a, b plane) int { return cmp.Compare(b.w*b.h, a.w*a.h) })
	return append(found, strips...), fault
}

// stacked puts the strips together that some scanners cut a page into: pictures of one width, one below the other.
func stacked(parts []plane) []plane {
	if len(parts) < 2 {
		return nil
	}
	h := 0
	for _, p := range parts {
		if p.w != parts[0].w {
			return nil
		}
		h += p.h
	}
	if tooLarge(parts[0].w, h) {
		return nil
	}
	page, y := newPlane(parts[0].w, h), 0
	for _, p := range parts {
		page.put(p, 0, y)
		y += p.h
	}
	return []plane{page}
}

func (f pdfPages) unpack(sd *types.StreamDict) (plane, string) {
	w, h := f.integer(sd.Dict, "Width"), f.integer(sd.Dict, "Height")
	if w <= 0 || h <= 0 {
		return plane{}, faultBroken
	}
	if tooLarge(w, h) {
		return plane{}, faultLarge
	}
	packing := ""
	if n := len(sd.FilterPipeline); n > 0 {
		packing = sd.FilterPipeline[n-1].Name
	}
	switch {
	case packing == filter.DCT:
		return f.unpackJPEG(sd)
	case packing == filter.JPX || packing == filter.JBIG2:
		return plane{}, faultPacking
	case packing == filter.CCITTFax && len(sd.FilterPipeline) == 1:
		return f.unpackFax(sd, h)
	case packing == "":
		return f.samples(sd, sd.Raw, w, h)
	}
	if err := sd.DecodeWithLimit(maxUnpacked); err != nil {
		return plane{}, faultBroken
	}
	return f.samples(sd, sd.Content, w, h)
}

func (f pdfPages) unpackJPEG(sd *types.StreamDict) (plane, string) {
	data := sd.Raw
	if len(sd.FilterPipeline) > 1 {
		if err := sd.DecodeWithLimit(maxUnpacked); err != nil {
			return plane{}, faultBroken
		}
		data = sd.Content
	}
	found, fault := unpacked(func() io.Reader { return bytes.NewReader(data) }, jpeg.DecodeConfig, jpeg.Decode)
	if fault != "" {
		return plane{}, fault
	}
	return found[0], ""
}

// unpackFax unpacks what a fax or a black and white scanner packed. A page that breaks off is read as far as it goes.
func (f pdfPages) unpackFax(sd *types.StreamDict, h int) (plane, string) {
	parms := sd.FilterPipeline[0].DecodeParms
	if parms == nil {
		parms = types.Dict{}
	}
	k, columns := f.integer(parms, "K"), f.integer(parms, "Columns")
	if columns == 0 {
		columns = 1728 // the width of a fax, by the standard of PDF
	}
	if k > 0 {
		return plane{}, faultPacking
	}
	if tooLarge(columns, h) {
		return plane{}, faultLarge
	}
	group := ccitt.Group3
	if k < 0 {
		group = ccitt.Group4
	}
	options := &ccitt.Options{Invert: f.truth(parms, "BlackIs1"), Align: f.truth(parms, "EncodedByteAlign")}
	data, err := io.ReadAll(io.LimitReader(ccitt.NewReader(bytes.NewReader(sd.Raw), ccitt.MSB, group, columns, h, options), maxUnpacked))
	if err != nil && len(data) == 0 {
		return plane{}, faultBroken
	}
	return f.rows(data, columns, h, 1, 1, f.inverts(sd), nil), ""
}

// samples reads unpacked samples by their colours.
func (f pdfPages) samples(sd *types.StreamDict, data []byte, w, h int) (plane, string) {
	bits := f.integer(sd.Dict, "BitsPerComponent")
	if mask := sd.BooleanEntry("ImageMask"); mask != nil && *mask {
		return f.rows(data, w, h, 1, 1, f.inverts(sd), nil), ""
	}
	if !slices.Contains([]int{1, 2, 4, 8, 16}, bits) {
		return plane{}, faultBroken
	}
	space, _ := f.ctx.DereferenceDictEntry(sd.Dict, "ColorSpace")
	if a, ok := space.(types.Array); ok && len(a) == 4 && a[0] == types.Name("Indexed") {
		shades := f.palette(a)
		if shades == nil {
			return plane{}, faultBroken
		}
		return f.rows(data, w, h, 1, bits, false, shades), ""
	}
	n, err := pdfcpu.ColorSpaceComponents(f.ctx.XRefTable, sd)
	if err != nil || n < 1 || n > 4 {
		n = 1
	}
	ink := n == 4 // of CMYK and separations more is darker
	if a, ok := space.(types.Array); ok && len(a) > 0 && (a[0] == types.Name("Separation") || a[0] == types.Name("DeviceN")) {
		ink = true
	}
	return f.rows(data, w, h, n, bits, ink != f.inverts(sd), nil), ""
}

// rows makes a plane of packed samples; what is missing is white.
func (f pdfPages) rows(data []byte, w, h, n, bits int, invert bool, shades []byte) plane {
	p := newPlane(w, h)
	for i := range p.px {
		p.px[i] = 255
	}
	wide := (w*n*bits + 7) / 8
	for y := 0; y < h && (y+1)*wide <= len(data); y++ {
		row := data[y*wide : (y+1)*wide]
		for x := range w {
			v := 0
			switch {
			case shades != nil:
				v = int(shades[min(sample(row, x, bits), len(shades)-1)])
			case n == 1:
				v = scaled(sample(row, x, bits), bits)
			case n == 3:
				v = (299*scaled(sample(row, 3*x, bits), bits) + 587*scaled(sample(row, 3*x+1, bits), bits) + 114*scaled(sample(row, 3*x+2, bits), bits)) / 1000
			default:
				for c := range n {
					v += scaled(sample(row, n*x+c, bits), bits)
				}
				v = min(v, 255)
			}
			if invert {
				v = 255 - v
			}
			p.px[y*w+x] = byte(v)
		}
	}
	return p
}

func sample(row []byte, i, bits int) int {
	switch bits {
	case 8:
		return int(row[i])
	case 16:
		return int(row[2*i])<<8 | int(row[2*i+1])
	}
	at := i * bits
	return int(row[at/8]) >> (8 - bits - at%8) & (1<<bits - 1)
}

// scaled brings a sample to 0 … 255.
func scaled(v, bits int) int {
	switch bits {
	case 8:
		return v
	case 16:
		return v >> 8
	}
	return v * 255 / (1<<bits - 1)
}

// palette is the brightness of each colour of an indexed space.
func (f pdfPages) palette(space types.Array) []byte {
	n, err := pdfcpu.ColorSpaceComponents(f.ctx.XRefTable, &types.StreamDict{Dict: types.Dict{"ColorSpace": space[1]}})
	if err != nil || n != 1 && n != 3 {
		n = 3
	}
	o, err := f.ctx.Dereference(space[3])
	if err != nil {
		return nil
	}
	var table []byte
	switch o := o.(type) {
	case types.StringLiteral:
		table, err = types.Unescape(o.Value())
	case types.HexLiteral:
		table, err = o.Bytes()
	case types.StreamDict:
		err = o.DecodeWithLimit(1 << 20)
		table = o.Content
	}
	if err != nil || len(table) < n {
		return nil
	}
	return f.rows(table, len(table)/n, 1, n, 8, false, nil).px
}

// inverts reports whether the samples mean the opposite: Decode [1 0].
func (f pdfPages) inverts(sd *types.StreamDict) bool {
	o, err := f.ctx.DereferenceDictEntry(sd.Dict, "Decode")
	a, ok := o.(types.Array)
	if err != nil || !ok || len(a) < 2 {
		return false
	}
	first, ok := a[0].(types.Integer)
	return ok && first == 1
}

func (f pdfPages) integer(d types.Dict, key string) int {
	o, err := f.ctx.DereferenceDictEntry(d, key)
	if err != nil {
		return 0
	}
	switch v := o.(type) {
	case types.Integer:
		return v.Value()
	case types.Float:
		return int(v)
	}
	return 0
}

func (f pdfPages) truth(d types.Dict, key string) bool {
	o, err := f.ctx.DereferenceDictEntry(d, key)
	b, ok := o.(types.Boolean)
	return err == nil && ok && bool(b)
}

func (f pdfPages) cut(numbers []int) ([]model.SheetFile, error) {
	ctx, err := pdfcpu.ExtractPages(f.ctx, numbers, false)
	if err != nil {
		return nil, broken(err)
	}
	var out bytes.Buffer
	ctx.Write.Writer = bufio.NewWriter(&out)
	if err := pdfcpu.WriteContext(ctx); err != nil {
		return nil, broken(err)
	}
	if err := ctx.Write.Flush(); err != nil {
		return nil, broken(err)
	}
	return []model.SheetFile{{Ending: "pdf", Data: out.Bytes()}}, nil
}
