package xlsx

import (
	"archive/zip"
	"errors"
	"strconv"
	"strings"

	"yunban/model"
)

// book is a workbook on its way into a zip file.
type book struct {
	zip    *zip.Writer
	sheets []namedSheet
}

// namedSheet is a sheet with its name on the tab and, once written, its last row.
type namedSheet struct {
	model.Sheet
	tab  string
	last int
}

// named gives every sheet a name that Excel takes: short, no signs of a reference, none twice.
func named(sheets []model.Sheet) []namedSheet {
	out := make([]namedSheet, len(sheets))
	taken := map[string]bool{}
	for i, s := range sheets {
		name := s.Name
		if name == "" {
			name = s.Title
		}
		name = strings.Trim(strings.Map(func(r rune) rune {
			if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
				return ' '
			}
			return r
		}, name), " '")
		if runes := []rune(name); len(runes) > 28 {
			name = string(runes[:28])
		}
		if name == "" || taken[strings.ToLower(name)] {
			name += strconv.Itoa(i + 1)
		}
		taken[strings.ToLower(name)] = true
		out[i] = namedSheet{Sheet: s, tab: name}
	}
	return out
}

func sheetPart(i int) string { return "xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml" }

// frame writes the parts around the sheets and closes the file.
func (b *book) frame() error {
	types, links, sheets, names := "", "", "", ""
	for i, s := range b.sheets {
		n := strconv.Itoa(i + 1)
		tab := string(appendText(nil, s.tab))
		tab = strings.ReplaceAll(tab, `"`, "&quot;")
		types += `<Override PartName="/` + sheetPart(i) + `" ContentType="` + sheetType + `.worksheet+xml"/>`
		links += `<Relationship Id="rId` + n + `" Type="` + linkType + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		sheets += `<sheet name="` + tab + `" sheetId="` + n + `" r:id="rId` + n + `"/>`
		quoted := "'" + strings.ReplaceAll(string(appendText(nil, s.tab)), "'", "''") + "'!"
		if count := len(s.Columns); count > 0 {
			end := letters(count)[count-1]
			head := strconv.Itoa(headRow)
			names += `<definedName name="_xlnm._FilterDatabase" localSheetId="` + strconv.Itoa(i) + `" hidden="1">` +
				quoted + "$A$" + head + ":$" + end + "$" + strconv.Itoa(s.last) + `</definedName>`
			names += `<definedName name="_xlnm.Print_Titles" localSheetId="` + strconv.Itoa(i) + `">` +
				quoted + "$" + head + ":$" + head + `</definedName>`
		}
	}
	if names != "" {
		names = `<definedNames>` + names + `</definedNames>`
	}
	styles := `<Relationship Id="rId` + strconv.Itoa(len(b.sheets)+1) + `" Type="` + linkType + `/styles" Target="styles.xml"/>`
	return errors.Join(
		b.part("xl/styles.xml", styleSheet()),
		b.part("xl/workbook.xml", `<workbook xmlns="`+mainSpace+`" xmlns:r="`+linkType+`"><sheets>`+sheets+`</sheets>`+names+`</workbook>`),
		b.part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packageSpace+`/relationships">`+links+styles+`</Relationships>`),
		b.part("_rels/.rels", `<Relationships xmlns="`+packageSpace+`/relationships"><Relationship Id="rId1" Type="`+linkType+
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		b.part("[Content_Types].xml", `<Types xmlns="`+packageSpace+`/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="`+sheetType+`.sheet.main+xml"/>`+
			`<Override PartName="/xl/styles.xml" ContentType="`+sheetType+`.styles+xml"/>`+types+`</Types>`),
		b.zip.Close())
}

// The names of ECMA-376 (Office Open XML).
const (
	mainSpace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	linkType     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace = "http://schemas.openxmlformats.org/package/2006"
	sheetType    = "application/vnd.openxmlformats-officedocument.spreadsheetml"
)

func (b *book) part(name, body string) error {
	w, err := b.zip.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + body))
	return err
}
