package xlsx

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// index is what a workbook says of its parts.
type index struct {
	sheets    []sheetRef
	strings   string // the part that holds the texts of all sheets
	since1904 bool
}

type sheetRef struct{ name, part string }

// partName is a part's name as it is compared: no leading slash, in one case.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (r *reader) index() (index, error) {
	main, err := r.mainPart()
	if err != nil {
		return index{}, err
	}
	links, err := r.links(main)
	if err != nil {
		return index{}, err
	}
	var found index
	for _, l := range links {
		if strings.HasSuffix(l.kind, "/sharedStrings") {
			found.strings = l.part
		}
	}
	err = r.elements(main, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			found.since1904 = v == "1" || v == "true"
		case "sheet":
			if len(found.sheets) == maxSheets {
				return errTooMuch
			}
			l, ok := links[attr(e, "id")]
			if !ok || !strings.HasSuffix(l.kind, "/worksheet") {
				return nil // a chart
			}
			found.sheets = append(found.sheets, sheetRef{attr(e, "name"), l.part})
		}
		return nil
	})
	if err == nil && len(found.sheets) == 0 {
		err = errBroken
	}
	return found, err
}

// mainPart is the part that lists the sheets.
func (r *reader) mainPart() (string, error) {
	links, err := r.links("")
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if strings.HasSuffix(l.kind, "/officeDocument") {
			return l.part, nil
		}
	}
	return "", errBroken
}

type link struct{ kind, part string }

// links reads which parts a part is linked with, by the link's id.
func (r *reader) links(from string) (map[string]link, error) {
	found := map[string]link{}
	folder, name := path.Split(from)
	err := r.elements(path.Join(folder, "_rels", name+".rels"), func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", folder, target)
		}
		found[attr(e, "Id")] = link{attr(e, "Type"), strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	return found, err
}

// sharedStrings reads the texts that cells refer to by their number.
func (r *reader) sharedStrings(part string) error {
	return r.elements(part, func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		if r.strings++; r.strings > r.limits.strings {
			return errTooMuch
		}
		text, err := r.text(d, "si")
		r.shared = append(r.shared, text)
		if r.kept += len(text); r.kept > r.limits.text {
			return errTooMuch
		}
		return err
	})
}

// elements calls do for every element of a part that do itself has not read. A document type is refused: that is how
// XML is made to open other files and to grow.
func (r *reader) elements(part string, do func(*xml.Decoder, xml.StartElement) error) (err error) {
	f, err := r.open(part)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	d := xml.NewDecoder(bufio.NewReaderSize(f, 64<<10))
	root := false
	r.depth = 0
	for {
		t, err := r.next(d)
		if errors.Is(err, io.EOF) && root {
			return nil
		}
		if err != nil {
			return errors.Join(errBroken, err)
		}
		if e, ok := t.(xml.StartElement); ok {
			root = true
			if err := do(d, e); err != nil {
				if errors.Is(err, errEnough) {
					return nil
				}
				return err
			}
		}
	}
}

// errEnough ends the reading of a part that has told all that is wanted.
var errEnough = errors.New("enough")

// next gives the next piece of XML.
func (r *reader) next(d *xml.Decoder) (xml.Token, error) {
	if r.tokens++; r.tokens > r.limits.tokens {
		return nil, errTooMuch
	}
	if r.tokens%4096 == 0 {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.Directive:
		return nil, errBroken
	case xml.StartElement:
		r.depth++
	case xml.EndElement:
		r.depth--
	}
	if r.depth > maxDepth {
		return nil, errTooMuch
	}
	return t, nil
}

// text reads the text of an element to its end: of <t> in it, but for the readings of Japanese.
func (r *reader) text(d *xml.Decoder, until string) (string, error) {
	var b strings.Builder
	inText, reading := false, 0
	for {
		t, err := r.next(d)
		if err != nil {
			return "", errors.Join(errBroken, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				reading++
			}
		case xml.CharData:
			if inText && reading == 0 {
				b.Write(t)
			}
		case xml.EndElement:
			inText = false
			switch t.Name.Local {
			case "rPh":
				reading--
			case until:
				return unescaped(b.String()), nil
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
