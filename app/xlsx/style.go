package xlsx

import "strings"

// The looks of a ledger's cells, by their place in the style sheet.
const (
	stylePlain = iota
	styleTitle
	styleNote
	styleHead
	styleText
	styleNumber
)

// textFormat is Excel's own format for text: what looks like a number stays as it was typed.
const textFormat = "49"

// styleSheet describes the looks of a ledger: 宋体, thin grey lines, a tinted head.
func styleSheet() string {
	font := func(size, color, bold string) string {
		return `<font>` + bold + `<sz val="` + size + `"/><color rgb="FF` + color + `"/><name val="宋体"/><charset val="134"/></font>`
	}
	var line strings.Builder
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line.WriteString(`<` + side + ` style="thin"><color rgb="FFB0B7C3"/></` + side + `>`)
	}
	look := func(font, fill, border, format, alignment string) string {
		return `<xf numFmtId="` + format + `" fontId="` + font + `" fillId="` + fill + `" borderId="` + border +
			`" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ` + alignment + `/></xf>`
	}
	return `<styleSheet xmlns="` + mainSpace + `"><fonts count="5">` + font("11", "1F2937", "") + font("16", "1F2937", "<b/>") +
		font("10", "6B7280", "") + font("11", "1F2937", "<b/>") + font("11", "1F2937", "") + `</fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE5EBF5"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>` + line.String() + `<diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">` +
		look("0", "0", "0", "0", `vertical="center"`) +
		look("1", "0", "0", "0", `horizontal="center" vertical="center"`) +
		look("2", "0", "0", "0", `horizontal="right" vertical="center"`) +
		look("3", "2", "1", "0", `horizontal="center" vertical="center" wrapText="1"`) +
		look("4", "0", "1", textFormat, `horizontal="left" vertical="center" wrapText="1" indent="1"`) +
		look("4", "0", "1", "0", `horizontal="right" vertical="center" indent="1"`) +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
