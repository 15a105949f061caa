package xlsx

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"yunban/model"
)

// sheet reads the cells of a sheet that hold anything.
func (r *reader) sheet(part string) (map[string]model.FilledCell, error) {
	cells := map[string]model.FilledCell{}
	err := r.cellsOf(part, func(row, column int, cell model.FilledCell) error {
		ref := model.CellRef(row, column)
		if _, twice := cells[ref]; twice {
			return errBroken
		}
		cells[ref] = cell
		return nil
	})
	return cells, err
}

// cellsOf reads a sheet cell by cell, in their order, those that hold anything.
func (r *reader) cellsOf(part string, each func(row, column int, cell model.FilledCell) error) error {
	row, column, inData := 0, 0, false
	err := r.elements(part, func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "sheetData":
			inData = true
		case "mergeCells", "conditionalFormatting", "dataValidations", "sheetProtection", "hyperlinks":
			if inData {
				return errEnough
			}
		case "row":
			var err error
			row, err = next(attr(e, "r"), row, maxRows)
			column = 0
			return err
		case "c":
			at, err := place(attr(e, "r"), row, column)
			if err != nil {
				return err
			}
			column = at
			if r.cells++; r.cells > r.limits.cells {
				return errTooMuch
			}
			cell, err := r.cell(d, attr(e, "t"))
			if err != nil || cell == (model.FilledCell{}) {
				return err
			}
			return each(row, column, cell)
		}
		return nil
	})
	if err == nil && !inData {
		err = errBroken
	}
	return err
}

// next is the number that a row says it has, or the one after the last.
func next(said string, last, limit int) (int, error) {
	n := last + 1
	if said != "" {
		var err error
		if n, err = strconv.Atoi(said); err != nil {
			return 0, errBroken
		}
	}
	if n <= last || n > limit {
		return 0, errBroken
	}
	return n, nil
}

// place is the column of a cell by its reference, which must be of its row, or the one after the last.
func place(ref string, row, last int) (int, error) {
	if ref == "" {
		return next("", last, maxColumns)
	}
	column, i := 0, 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 3; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	if n, err := strconv.Atoi(ref[i:]); err != nil || n != row || column == 0 {
		return 0, errBroken
	}
	return next(strconv.Itoa(column), last, maxColumns)
}

// cell reads what is in a cell to its end.
func (r *reader) cell(d *xml.Decoder, kind string) (model.FilledCell, error) {
	var cell model.FilledCell
	var value strings.Builder
	depth, in := 0, ""
	for {
		t, err := r.next(d)
		if err != nil {
			return cell, errors.Join(errBroken, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local
			switch in {
			case "f":
				cell.Formula = true
			case "is":
				text, err := r.text(d, "is")
				if err != nil {
					return cell, err
				}
				cell.Text = text
				continue // its end has been read
			}
			if depth++; depth > 16 {
				return cell, errBroken
			}
		case xml.CharData:
			if in == "v" {
				value.Write(t)
			}
		case xml.EndElement:
			in = ""
			if depth--; depth < 0 {
				return r.valued(cell, kind, value.String())
			}
		}
	}
}

// valued gives a cell its value by its kind.
func (r *reader) valued(cell model.FilledCell, kind, value string) (model.FilledCell, error) {
	switch kind {
	case "s":
		if value == "" {
			break
		}
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(r.shared) {
			return cell, errBroken
		}
		cell.Text = r.shared[n]
	case "inlineStr":
	case "str":
		cell.Text = unescaped(value)
	case "b":
		cell.Text = model.No
		if strings.TrimSpace(value) == "1" {
			cell.Text = model.Yes
		}
	case "e":
		cell.Text, cell.Error = value, true
	case "d":
		cell.Text, _, _ = strings.Cut(value, "T")
	case "", "n":
		if cell.Text = strings.TrimSpace(value); cell.Text != "" {
			if _, err := strconv.ParseFloat(cell.Text, 64); err != nil {
				return cell, errBroken
			}
			cell.Number = true
		}
	default:
		return cell, errBroken
	}
	if r.texts += len(cell.Text); r.texts > r.limits.text {
		return cell, errTooMuch
	}
	return cell, nil
}

// unescaped reads what XML cannot hold: _x000D_ is a carriage return (ECMA-376, ST_Xstring).
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	var units []uint16 // of a character in two halves
	flush := func() {
		b.WriteString(string(utf16.Decode(units)))
		units = units[:0]
	}
	for text != "" {
		if len(text) >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' {
			if n, err := strconv.ParseUint(text[2:6], 16, 16); err == nil {
				units = append(units, uint16(n))
				text = text[7:]
				continue
			}
		}
		flush()
		_, size := utf8.DecodeRuneInString(text)
		b.WriteString(text[:size])
		text = text[size:]
	}
	flush()
	return b.String()
}
