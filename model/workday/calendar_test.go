package workday_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"yunban/model/workday"
)

// published reads the calendars that ship with the program.
func published(t *testing.T, years ...int) workday.Calendar {
	t.Helper()
	var list []workday.Year
	for _, y := range years {
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "calendars", fmt.Sprintf("cn-%d.json", y)))
		if err != nil {
			t.Fatal(err)
		}
		year, err := workday.ParseYear(data)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, year)
	}
	return workday.NewCalendar(list...)
}

func all(t *testing.T) workday.Calendar { return published(t, 2024, 2025, 2026, 2027) }

func day(t *testing.T, s string) workday.Date {
	t.Helper()
	d, err := workday.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// vectors are counted by hand from the State Council's notices; the start is never counted (民法典 201). rolled15 and
// rolled30 are where the plain dates move to when they fall on a day off (民法典 203; T3).
var vectors = []struct {
	start, wd2, wd3, wd5, d15, d30, rolled15, rolled30 string
}{
	{"2026-02-11", "2026-02-13", "2026-02-14", "2026-02-25", "2026-02-26", "2026-03-13", "2026-02-26", "2026-03-13"},
	{"2026-02-13", "2026-02-24", "2026-02-25", "2026-02-27", "2026-02-28", "2026-03-15", "2026-02-28", "2026-03-16"},
	{"2026-02-16", "2026-02-25", "2026-02-26", "2026-02-28", "2026-03-03", "2026-03-18", "2026-03-03", "2026-03-18"},
	{"2026-04-29", "2026-05-06", "2026-05-07", "2026-05-09", "2026-05-14", "2026-05-29", "2026-05-14", "2026-05-29"},
	{"2026-09-18", "2026-09-21", "2026-09-22", "2026-09-24", "2026-10-03", "2026-10-18", "2026-10-08", "2026-10-19"},
	{"2026-09-29", "2026-10-08", "2026-10-09", "2026-10-12", "2026-10-14", "2026-10-29", "2026-10-14", "2026-10-29"},
	{"2026-09-30", "2026-10-09", "2026-10-10", "2026-10-13", "2026-10-15", "2026-10-30", "2026-10-15", "2026-10-30"},
	{"2025-09-30", "2025-10-10", "2025-10-11", "2025-10-14", "2025-10-15", "2025-10-30", "2025-10-15", "2025-10-30"},
	{"2026-11-20", "2026-11-24", "2026-11-25", "2026-11-27", "2026-12-05", "2026-12-20", "2026-12-07", "2026-12-21"},
	// Ours: the Saturday before a make-up week, the eve of 2024's Spring Festival (a working day by the notice).
	{"2024-02-07", "2024-02-09", "2024-02-18", "2024-02-20", "2024-02-22", "2024-03-08", "2024-02-22", "2024-03-08"},
	{"2024-09-13", "2024-09-18", "2024-09-19", "2024-09-23", "2024-09-28", "2024-10-13", "2024-09-29", "2024-10-14"},
	{"2025-01-25", "2025-01-27", "2025-02-05", "2025-02-07", "2025-02-09", "2025-02-24", "2025-02-10", "2025-02-24"},
}

func TestWorkingDays(t *testing.T) {
	cal := all(t)
	for _, v := range vectors {
		t.Run("2, 3 and 5 working days from "+v.start, func(t *testing.T) {
			for n, want := range map[int]string{2: v.wd2, 3: v.wd3, 5: v.wd5} {
				got, provisional := cal.AddWorkdays(day(t, v.start), n)
				if got.String() != want || provisional {
					t.Errorf("%d working days: %s (provisional %v), want %s", n, got, provisional, want)
				}
			}
		})
		t.Run("15 and 30 plain days from "+v.start+" (T3)", func(t *testing.T) {
			for n, want := range map[int][2]string{15: {v.d15, v.rolled15}, 30: {v.d30, v.rolled30}} {
				plain, _ := cal.AddDays(day(t, v.start), n, false)
				rolled, provisional := cal.AddDays(day(t, v.start), n, true)
				if plain.String() != want[0] || rolled.String() != want[1] || provisional {
					t.Errorf("%d days: %s, rolled off %s (provisional %v), want %v", n, plain, rolled, provisional, want)
				}
			}
		})
	}
	t.Run("no working day from a day is the day itself", func(t *testing.T) {
		got, provisional := cal.AddWorkdays(day(t, "2026-10-03"), 0)
		if got.String() != "2026-10-03" || provisional {
			t.Errorf("got %s, %v", got, provisional)
		}
	})
}

func TestProvisional(t *testing.T) {
	cal := all(t)
	t.Run("a limit that runs past the last notice is provisional (T21)", func(t *testing.T) {
		for n, want := range map[int]string{2: "2027-01-04", 3: "2027-01-05", 5: "2027-01-07"} {
			got, provisional := cal.AddWorkdays(day(t, "2026-12-30"), n)
			if got.String() != want || !provisional {
				t.Errorf("%d working days: %s, provisional %v, want %s, provisional", n, got, provisional, want)
			}
		}
	})
	t.Run("a limit that ends on the last day of the last notice is firm (T21)", func(t *testing.T) {
		got, provisional := cal.AddWorkdays(day(t, "2026-12-30"), 1)
		if got.String() != "2026-12-31" || provisional {
			t.Errorf("got %s, provisional %v", got, provisional)
		}
	})
	t.Run("without next year's data the first of January is off all the same (T21)", func(t *testing.T) {
		got, provisional := published(t, 2026).AddWorkdays(day(t, "2026-12-30"), 2)
		if got.String() != "2027-01-04" || !provisional {
			t.Errorf("got %s, provisional %v", got, provisional)
		}
	})
	t.Run("a year without any data knows weekends and the fixed statutory days", func(t *testing.T) {
		none := workday.Calendar{}
		for s, want := range map[string]bool{"2031-01-01": false, "2031-05-01": false, "2031-05-02": false,
			"2031-05-05": true, "2031-10-01": false, "2031-10-02": false, "2031-10-03": false, "2031-10-06": true,
			"2031-03-08": false, "2031-03-10": true} {
			if got := none.IsWorkday(day(t, s)); got != want {
				t.Errorf("%s: workday %v, want %v", s, got, want)
			}
		}
		if _, provisional := none.AddWorkdays(day(t, "2031-03-10"), 1); !provisional {
			t.Error("an answer without any notice is not marked provisional")
		}
		if _, provisional := none.AddDays(day(t, "2031-03-10"), 15, true); !provisional {
			t.Error("an end without any notice is not marked provisional")
		}
	})
	t.Run("a trial that rolls into the next year is provisional (T3, T21)", func(t *testing.T) {
		got, provisional := cal.AddDays(day(t, "2026-12-17"), 15, true) // 2027-01-01, a holiday, a Friday
		if got.String() != "2027-01-04" || !provisional {
			t.Errorf("got %s, provisional %v", got, provisional)
		}
	})
	t.Run("only a year whose notice is out is known", func(t *testing.T) {
		for s, want := range map[string]bool{"2023-12-31": false, "2024-01-01": true, "2026-12-31": true, "2027-01-01": false} {
			if got := cal.Known(day(t, s)); got != want {
				t.Errorf("%s: known %v, want %v", s, got, want)
			}
		}
	})
}

func TestYears(t *testing.T) {
	cal := all(t)
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} {
		t.Run(fmt.Sprintf("%d has %d working days", year, want), func(t *testing.T) {
			last := workday.Date{Year: year - 1, Month: 12, Day: 31}
			if got := cal.WorkdaysUntil(last, last.AddDays(366)) - outside(cal, last, year); got != want {
				t.Errorf("got %d", got)
			}
		})
	}
	t.Run("published years cite the State Council's notice by number and address", func(t *testing.T) {
		for _, y := range cal.Years() {
			if !y.Provisional && (y.URL == "" || len(y.Off) < 6 || len(y.Work) < 5) {
				t.Errorf("%d: %q, %d spans, %d make-up days", y.Year, y.URL, len(y.Off), len(y.Work))
			}
		}
	})
	t.Run("years are listed from the earliest", func(t *testing.T) {
		years := published(t, 2026, 2024, 2025).Years()
		if len(years) != 3 || years[0].Year != 2024 || years[2].Year != 2026 {
			t.Errorf("got %v", years)
		}
	})
	t.Run("of two notices for a year the later one holds", func(t *testing.T) {
		first := workday.Year{Year: 2030, Notice: "first", Off: []workday.Span{{Name: "试", From: day(t, "2030-03-04"), To: day(t, "2030-03-04")}}}
		second := workday.Year{Year: 2030, Notice: "second"}
		if !workday.NewCalendar(first, second).IsWorkday(day(t, "2030-03-04")) {
			t.Error("a day off of the older notice is still off")
		}
	})
	t.Run("holidays have names and make-up days are marked", func(t *testing.T) {
		if got := cal.Holiday(day(t, "2025-10-06")); got != "国庆节、中秋节" {
			t.Errorf("2025-10-06: %q", got)
		}
		if cal.Holiday(day(t, "2026-10-10")) != "" || !cal.MakeUp(day(t, "2026-10-10")) || cal.MakeUp(day(t, "2026-10-12")) {
			t.Error("2026-10-10 is a make-up day and 2026-10-12 is none")
		}
	})
}

// outside counts the working days after the year that a window of 366 days from its eve also holds.
func outside(cal workday.Calendar, eve workday.Date, year int) int {
	return cal.WorkdaysUntil(workday.Date{Year: year, Month: 12, Day: 31}, eve.AddDays(366))
}

func TestWorkdaysUntil(t *testing.T) {
	cal := all(t)
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-09-30", "2026-09-30", 0},
		{"2026-09-30", "2026-10-07", 0},
		{"2026-09-30", "2026-10-08", 1},
		{"2026-09-30", "2026-10-10", 3}, // a worked Saturday
		{"2026-10-10", "2026-09-30", -3},
		{"2026-10-08", "2026-09-30", -1},
		{"2026-02-13", "2026-02-24", 2},
	} {
		t.Run("from "+c.from+" to "+c.to, func(t *testing.T) {
			if got := cal.WorkdaysUntil(day(t, c.from), day(t, c.to)); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	t.Run("it undoes AddWorkdays on every day of three years", func(t *testing.T) {
		for d := day(t, "2024-01-01"); d.Year < 2027; d = d.AddDays(1) {
			for _, n := range []int{1, 2, 3, 5} {
				due, _ := cal.AddWorkdays(d, n)
				if got := cal.WorkdaysUntil(d, due); got != n || !cal.IsWorkday(due) {
					t.Fatalf("%s and %d working days: %s, counted back %d", d, n, due, got)
				}
			}
		}
	})
}

func TestBrokenCalendars(t *testing.T) {
	for name, text := range map[string]string{
		"a day of another year":         `{"year":2030,"notice":"n","off":[{"name":"元旦","from":"2029-12-30","to":"2030-01-01"}]}`,
		"a span that leaves the year":   `{"year":2030,"notice":"n","off":[{"name":"元旦","from":"2030-12-30","to":"2031-01-01"}]}`,
		"a span that runs backwards":    `{"year":2030,"notice":"n","off":[{"name":"春节","from":"2030-02-08","to":"2030-02-02"}]}`,
		"a span without an end":         `{"year":2030,"notice":"n","off":[{"name":"春节","from":"2030-02-08"}]}`,
		"a make-up day on a weekday":    `{"year":2030,"notice":"n","work":["2030-02-04"]}`,
		"a make-up day of another year": `{"year":2030,"notice":"n","work":["2031-02-02"]}`,
		"a day both off and worked":     `{"year":2030,"notice":"n","off":[{"name":"春节","from":"2030-02-01","to":"2030-02-08"}],"work":["2030-02-03"]}`,
		"data without a notice":         `{"year":2030}`,
		"a year out of range":           `{"year":1898,"notice":"n"}`,
		"a day that does not exist":     `{"year":2030,"notice":"n","off":[{"name":"春节","from":"2030-02-30","to":"2030-02-30"}]}`,
		"a day in words":                `{"year":2030,"notice":"n","work":["二月三日"]}`,
		"no JSON at all":                `节假日安排`,
		"nothing":                       ``,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			if _, err := workday.ParseYear([]byte(text)); err == nil {
				t.Error("it was taken")
			}
		})
	}
}
