package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	pdfcpumodel "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"yunban/model"
)

// paper is a file to be bound. pdfcpu reads it, for papers from outside come in every
// dialect of PDF; it is written by the binding, for the same bytes each time.
type paper struct {
	objects *pdfcpumodel.XRefTable
	into    *binding
	numbers map[int]int // of its objects in the binding
	wanted  []want
}

// want is an object that a copied one names. What a page shows must be there; of its
// links and other notes some may be lost.
type want struct {
	object int
	must   bool
}

var errLost = errors.New("the file names an object that it does not have")

// readPaper reads a part; one that is no PDF, is damaged or has a password is refused by
// its title.
func readPaper(ctx context.Context, part model.BoundPart) (p *paper, err error) {
	defer func() { // no file, whatever is in it, stops the program
		if r := recover(); r != nil {
			p, err = nil, model.Wrap(model.Invalid, fmt.Errorf("%v", r), "error.paper_unreadable", "paper", part.Title)
		}
	}()
	// A configuration of our own: the default one is kept in a folder of the user's.
	file, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(part.PDF), &pdfcpumodel.Configuration{
		Reader15: true, ValidationMode: pdfcpumodel.ValidationRelaxed, Offline: true, Limits: pdfcpumodel.DefaultResourceLimits()})
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword), err == nil && file.Encrypt != nil:
		return nil, model.Errorf(model.Invalid, "error.paper_locked", "paper", part.Title)
	case err != nil:
		return nil, model.Wrap(model.Invalid, err, "error.paper_unreadable", "paper", part.Title)
	}
	return &paper{objects: file.XRefTable, numbers: map[int]int{}}, nil
}

// inherited are the entries that a page may have from the tree above it.
var inherited = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

// pageEntries are what makes up a page; scripts and structure stay behind.
var pageEntries = append([]string{"Contents", "Group", "UserUnit", "Annots"}, inherited...)

// sheet is one page of a paper, with what it has from the tree above.
type sheet struct {
	object int
	dict   types.Dict
}

// copyTo copies the pages and all that they need, and gives their numbers.
func (p *paper) copyTo(b *binding) (numbers []int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	p.into = b
	root, err := p.objects.Pages()
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, errLost
	}
	sheets, err := p.sheets(*root, types.Dict{}, map[int]bool{})
	if err != nil {
		return nil, err
	}
	if len(sheets) == 0 {
		return nil, errors.New("the file has no pages")
	}
	for _, s := range sheets { // first, for pages may name each other
		p.numbers[s.object] = b.reserve()
	}
	for _, s := range sheets {
		number := p.numbers[s.object]
		content, err := p.page(s.dict)
		if err != nil {
			return nil, err
		}
		b.object(number, content)
		numbers = append(numbers, number)
	}
	return numbers, p.copyWanted()
}

// sheets are the pages under a node of the page tree, in order.
func (p *paper) sheets(ref types.IndirectRef, above types.Dict, seen map[int]bool) ([]sheet, error) {
	number := int(ref.ObjectNumber)
	if seen[number] {
		return nil, errors.New("a page stands twice in the file")
	}
	seen[number] = true
	node, err := p.objects.DereferenceDict(ref)
	if err != nil {
		return nil, err
	}
	if node == nil {
		return nil, errLost
	}
	dict := maps.Clone(above)
	for _, key := range inherited {
		if value, there := node[key]; there {
			dict[key] = value
		}
	}
	kids, there := node["Kids"]
	if !there {
		for _, key := range pageEntries {
			if value, there := node[key]; there {
				dict[key] = value
			}
		}
		return []sheet{{number, dict}}, nil
	}
	list, err := p.objects.DereferenceArray(kids)
	if err != nil {
		return nil, err
	}
	var all []sheet
	for _, kid := range list {
		ref, is := kid.(types.IndirectRef)
		if !is {
			return nil, errLost
		}
		under, err := p.sheets(ref, dict, seen)
		if err != nil {
			return nil, err
		}
		all = append(all, under...)
	}
	return all, nil
}

// page writes a page.
func (p *paper) page(dict types.Dict) ([]byte, error) {
	out := fmt.Appendf(nil, "<</Type /Page /Parent %d 0 R", pagesObject)
	for _, key := range slices.Sorted(maps.Keys(dict)) {
		var err error
		out = append(out, " /"+key+" "...)
		if out, err = p.value(out, dict[key], key != "Annots"); err != nil {
			return nil, err
		}
	}
	return append(out, ">>"...), nil
}

// copyWanted copies objects until none is wanted any more.
func (p *paper) copyWanted() error {
	for len(p.wanted) > 0 {
		next := p.wanted[0]
		p.wanted = p.wanted[1:]
		object, err := p.objects.Dereference(*types.NewIndirectRef(next.object, 0))
		if err != nil {
			return err
		}
		if object == nil && next.must {
			return errLost
		}
		content, err := p.value(nil, object, next.must)
		if err != nil {
			return err
		}
		p.into.object(p.numbers[next.object], content)
	}
	return nil
}

// value writes a value with the numbers that its objects have in the binding.
func (p *paper) value(out []byte, object types.Object, must bool) ([]byte, error) {
	switch o := object.(type) {
	case nil:
		return append(out, "null"...), nil
	case types.IndirectRef:
		return p.reference(out, int(o.ObjectNumber), must), nil
	case types.Dict:
		return p.dict(out, o, must)
	case types.Array:
		out = append(out, '[')
		for i, item := range o {
			if i > 0 {
				out = append(out, ' ')
			}
			var err error
			if out, err = p.value(out, item, must); err != nil {
				return nil, err
			}
		}
		return append(out, ']'), nil
	case types.StreamDict:
		return p.stream(out, o, must)
	case types.Boolean, types.Integer, types.Float, types.Name, types.StringLiteral, types.HexLiteral:
		return append(out, o.PDFString()...), nil
	}
	return nil, fmt.Errorf("the file has a %T where none can be", object)
}

// reference writes the number that an object has in the binding. The page tree of the
// paper is not copied: what names a part of it names nothing.
func (p *paper) reference(out []byte, object int, must bool) []byte {
	number, known := p.numbers[object]
	if !known {
		number = p.into.reserve()
		p.numbers[object] = number
		p.wanted = append(p.wanted, want{object, must})
	}
	return fmt.Appendf(out, "%d 0 R", number)
}

func (p *paper) dict(out []byte, d types.Dict, must bool) ([]byte, error) {
	if kind := d.Type(); kind != nil && (*kind == "Page" || *kind == "Pages" || *kind == "Catalog") {
		return append(out, "null"...), nil
	}
	signature := d.NameEntry("FT") != nil && *d.NameEntry("FT") == "Sig"
	out = append(out, "<<"...)
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if key == "StructParent" || key == "AA" || signature && key == "V" {
			continue
		}
		var err error
		out = append(append(out, types.Name(key).PDFString()...), ' ')
		if out, err = p.value(out, d[key], must); err != nil {
			return nil, err
		}
	}
	return append(out, ">>"...), nil
}

// stream writes a stream as it is, still packed.
func (p *paper) stream(out []byte, s types.StreamDict, must bool) ([]byte, error) {
	if s.Raw == nil && (s.StreamLength == nil || *s.StreamLength != 0) {
		return nil, errLost
	}
	d := maps.Clone(s.Dict)
	d["Length"] = types.Integer(len(s.Raw))
	out, err := p.dict(out, d, must)
	if err != nil {
		return nil, err
	}
	return append(append(append(out, "\nstream\n"...), s.Raw...), "\nendstream"...), nil
}
