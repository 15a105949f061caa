package workday

import "testing"

// Whatever is imported for a year is a calendar or is refused with what is wrong.
func FuzzYears(f *testing.F) {
	f.Add([]byte(`{"year":2026,"notice":"国办发明电〔2025〕7号","off":[{"name":"元旦","from":"2026-01-01","to":"2026-01-03"}],"work":["2026-01-04"]}`))
	f.Add([]byte(`{"year":2026,"notice":"x","off":[{"from":"2026-12-31","to":"2026-01-01"}],"work":["2026-02-30"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		y, err := ParseYear(text)
		if err == nil && (y.Year < 2000 || y.Year > 2200 || y.Notice == "") {
			t.Fatalf("%+v", y)
		}
	})
}

// A text is a day, and written the same way again, or none.
func FuzzDates(f *testing.F) {
	for _, text := range []string{"2026-02-28", "2026-02-30", "0000-01-01", "2026-1-1", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDate(text); err == nil && d.String() != text {
			t.Fatalf("%q became %s", text, d)
		}
	})
}
