package xlsx

import "github.com/xuri/excelize/v2"

// styles are the looks of a sheet's cells.
type styles struct{ title, note, head, text, number int }

// textFormat is Excel's own format for text: what looks like a number stays as it was typed.
const textFormat = 49

func newStyles(f *excelize.File) (styles, error) {
	line := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "B0B7C3", Style: 1})
	}
	font := func(size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: "宋体", Size: size, Bold: bold, Color: color}
	}
	var st styles
	looks := []struct {
		id    *int
		style excelize.Style
	}{
		{&st.title, excelize.Style{Font: font(16, true, "1F2937"), Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}},
		{&st.note, excelize.Style{Font: font(10, false, "6B7280"), Alignment: &excelize.Alignment{Horizontal: "right"}}},
		{&st.head, excelize.Style{Font: font(11, true, "1F2937"), Border: line, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E5EBF5"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&st.text, excelize.Style{Font: font(11, false, "1F2937"), Border: line, NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&st.number, excelize.Style{Font: font(11, false, "1F2937"), Border: line, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "center"}}},
	}
	for _, l := range looks {
		id, err := f.NewStyle(&l.style)
		if err != nil {
			return styles{}, err
		}
		*l.id = id
	}
	return st, nil
}
