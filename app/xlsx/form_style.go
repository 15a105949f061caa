package xlsx

import (
	"errors"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yunban/model"
)

// formStyle is all that tells the looks of two cells of a form apart.
type formStyle struct {
	look   model.CellLook
	marked bool
	format string // of a number, as Excel writes it
	open   bool   // may be typed into
	link   bool
}

// The number formats of inputs. What is neither a number nor a day is text: 0427 keeps its zero, and a code of 18
// digits all of them.
const (
	formatText    = "@"
	formatInteger = "0"
	formatDecimal = "0.####"
	formatDate    = "yyyy-mm-dd"
)

// ink and paper of a look.
type formInk struct {
	font       string
	size       float64
	bold       bool
	color      string
	fill       string
	horizontal string
	line       bool
}

var formInks = map[model.CellLook]formInk{
	model.TitleLook:   {"宋体", 18, true, "1F2937", "", "center", false},
	model.NoteLook:    {"宋体", 9, false, "6B7280", "", "left", false},
	model.HeadLook:    {"宋体", 10.5, true, "1F2937", "DDE5F2", "center", true},
	model.SectionLook: {"宋体", 11, true, "1E3A6E", "EEF2F9", "left", true},
	model.LabelLook:   {"宋体", 10.5, false, "1F2937", "F8FAFC", "left", true},
	model.HintLook:    {"宋体", 9, false, "6B7280", "", "left", true},
	model.BeforeLook:  {"宋体", 10.5, false, "6B7280", "F1F3F5", "left", true},
	model.TextLook:    {"宋体", 10.5, false, "1F2937", "", "left", false},
	model.InputLook:   {"宋体", 10.5, false, "111827", "FFFFFF", "left", true},
	model.MustLook:    {"宋体", 10.5, false, "111827", "FFFBE6", "left", true},
}

// indent keeps a text off the line beside it.
func (i formInk) indent() int {
	if i.line && i.horizontal == "left" {
		return 1
	}
	return 0
}

// markedFill is the ground of a cell that something is wrong with.
const markedFill = "FBC9C4"

func (b *formBook) style(c model.SheetCell) (int, error) {
	key := formStyle{look: c.Look, marked: c.Mark != "", format: formatText, open: c.Input != nil, link: c.Link != ""}
	if c.Input != nil {
		switch c.Input.Field.Kind {
		case model.IntegerField:
			key.format = formatInteger
		case model.DecimalField:
			key.format = formatDecimal
		case model.DateField:
			key.format = formatDate
		}
	}
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(key.excel())
	b.styles[key] = id
	return id, err
}

func (s formStyle) excel() *excelize.Style {
	ink := formInks[s.look]
	style := &excelize.Style{
		Font:       &excelize.Font{Family: ink.font, Size: ink.size, Bold: ink.bold, Color: ink.color},
		Alignment:  &excelize.Alignment{Horizontal: ink.horizontal, Vertical: "center", WrapText: true, Indent: ink.indent()},
		Protection: &excelize.Protection{Locked: !s.open},
	}
	if s.link {
		style.Font.Color, style.Font.Underline = "1D4ED8", "single"
	}
	if fill := ink.fill; fill != "" || s.marked {
		if s.marked {
			fill = markedFill
		}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	if ink.line {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "AEB6C2", Style: 1})
		}
	}
	if s.format == formatText {
		style.NumFmt = 49
	} else {
		style.CustomNumFmt = &s.format
	}
	return style
}

// panes keep the head and the first columns in sight.
func (b *formBook) panes(s model.WorkSheet) error {
	if s.Top == 0 && s.Left == 0 {
		return nil
	}
	pane := "bottomLeft"
	if s.Left > 0 {
		pane = "bottomRight"
	}
	return b.file.SetPanes(s.Name, &excelize.Panes{Freeze: true, XSplit: s.Left, YSplit: s.Top,
		TopLeftCell: model.CellRef(s.Top+1, s.Left+1), ActivePane: pane})
}

// formPaper prints a sheet on A4, as wide as its pages, with its head on every page, down to its last row.
func formPaper(f *excelize.File, s model.WorkSheet) error {
	a4, wide, tall, fit, centred, orientation := 9, max(s.Pages, 1), 0, true, true, "portrait"
	if s.Landscape {
		orientation = "landscape"
	}
	side, edge, inner := 0.5, 0.6, 0.3 // inches
	err := errors.Join(
		f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}),
		f.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge,
			Header: &inner, Footer: &inner, Horizontally: &centred}),
		f.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
	name := "'" + strings.ReplaceAll(s.Name, "'", "''") + "'!"
	if s.LastRow > 0 {
		area := name + "$A$1:$" + columnName(len(s.Widths)) + "$" + strconv.Itoa(s.LastRow)
		err = errors.Join(err, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: s.Name}))
	}
	if s.Top > 0 {
		titles := name + "$1:$" + strconv.Itoa(s.Top)
		if s.Pages > 1 {
			titles = name + "$A:$" + columnName(s.Left) + "," + titles
		}
		err = errors.Join(err, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.Name}))
	}
	return err
}

// protect locks what is not an input; columns and rows may be made wider and higher.
func protect(f *excelize.File, sheet string) error {
	return f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatColumns: true, FormatRows: true})
}
