package assets_test

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

// livesOn is the sample of each city whose system is changed and terminated in the demonstration.
var livesOn = map[string]string{"panjin-2016": "permit-approval", "luan": "data-exchange"}

// later reads a change or termination of the city's living sample.
func later(t *testing.T, city, name string) sample {
	t.Helper()
	s := sample{dir: path.Join("samples", city, livesOn[city])}
	readJSON(t, path.Join(s.dir, name+".json"), &s)
	return s
}

func TestLaterSamples(t *testing.T) {
	for _, city := range cities {
		p := profile(t, city)
		var usage sample
		readJSON(t, path.Join("samples", city, livesOn[city], "request.json"), &usage)
		for name, kind := range map[string]model.Case{"change": model.Change, "major-change": model.Change, "termination": model.Termination} {
			s := later(t, city, name)
			t.Run(city+": "+name+" can be filed as it is (R23, R26)", func(t *testing.T) {
				if s.Profile != city || s.Kind != kind {
					t.Errorf("it is a %s request of %s", s.Kind, s.Profile)
				}
				for _, problem := range p.CheckFilling(s.Kind, s.filling(), workday.Date{}) {
					t.Errorf("%s: %s %v", problem.Field, problem.Key, problem.Args)
				}
				checkKnown(t, p, s)
			})
			t.Run(city+": "+name+" is filed by a clerk of the system's unit", func(t *testing.T) {
				filed := s
				filed.Values = s.Values.Clone()
				filed.Values["unit_name"], filed.Values["credit_code"] = usage.Values["unit_name"], usage.Values["credit_code"]
				checkClerk(t, demonstration(t, city), filed)
			})
			if kind == model.Change {
				t.Run(city+": "+name+" changes lines that run and adds one", func(t *testing.T) { checkRows(t, usage, s) })
			}
		}
		t.Run(city+" proposes only the major change as major (R25, T11)", func(t *testing.T) {
			if later(t, city, "change").Values["major_reasons"] != "" || later(t, city, "major-change").Values["major_reasons"] == "" {
				t.Error("it is the other way round")
			}
		})
		t.Run(city+" plans its changes to end after they begin, and checks its backup after going off-line (R26)", func(t *testing.T) {
			for _, name := range []string{"change", "major-change"} {
				if v := later(t, city, name).Values; v["planned_start"] > v["planned_end"] {
					t.Errorf("%s: %s to %s", name, v["planned_start"], v["planned_end"])
				}
			}
			if v := later(t, city, "termination").Values; v["offline_date"] > v["backup_checked_on"] {
				t.Errorf("off-line on %s, checked on %s", v["offline_date"], v["backup_checked_on"])
			}
		})
	}
}

// checkRows asks that the rows of a change name lines of the usage request with something different in each, and
// that one line is new.
func checkRows(t *testing.T, usage, change sample) {
	t.Helper()
	added := 0
	for i, row := range change.Rows {
		if row.ID == "" {
			added++
			continue
		}
		n, err := strconv.Atoi(row.ID)
		if err != nil || n < 1 || n > len(usage.Rows) {
			t.Errorf("rows[%d]: there is no line %q", i, row.ID)
			continue
		}
		was := usage.Rows[n-1]
		if row.Resource != was.Resource || row.Values["name"] != was.Values["name"] {
			t.Errorf("rows[%d]: line %s is %s %s", i, row.ID, was.Resource, was.Values["name"])
		}
		same := len(row.Values) == len(was.Values)
		for id, v := range row.Values {
			same = same && was.Values[id] == v
		}
		if same {
			t.Errorf("rows[%d]: nothing differs", i)
		}
	}
	if added != 1 {
		t.Errorf("%d lines are new", added)
	}
}

func TestLists(t *testing.T) {
	for _, city := range regulations {
		p := profile(t, city)
		t.Run(city+" names its host presets by cores and memory", func(t *testing.T) {
			if len(p.Lists["vm_specs"]) == 0 {
				t.Fatal("there are none")
			}
			for _, c := range p.Lists["vm_specs"] {
				vcpu, memory, ok := strings.Cut(strings.TrimSuffix(c.ID, "g"), "c")
				if !ok || !strings.HasSuffix(c.ID, "g") || c.Label != vcpu+"核"+memory+"GB" {
					t.Errorf("%s is called %s", c.ID, c.Label)
				}
				r, _ := p.Resource("vm")
				for id, n := range map[string]string{"vcpu": vcpu, "memory_gb": memory} {
					i := slices.IndexFunc(r.Amounts, func(f model.Field) bool { return f.ID == id })
					figure, err := strconv.ParseInt(n, 10, 64)
					if err != nil || figure < *r.Amounts[i].Min || figure > *r.Amounts[i].Max {
						t.Errorf("%s: %s is no lawful %s", c.ID, n, id)
					}
				}
			}
		})
		t.Run(city+" says at which levels its units are (R02, R05)", func(t *testing.T) {
			if len(p.Lists["unit_levels"]) < 2 {
				t.Errorf("got %v", p.Lists["unit_levels"])
			}
		})
	}
	t.Run("Panjin says that the city reviews the counties' demand (R05)", func(t *testing.T) {
		for _, c := range profile(t, "panjin-2016").Lists["unit_levels"] {
			if c.ID == "county" && strings.Contains(c.Label, "市大数据管理中心审核") {
				return
			}
		}
		t.Error("it does not")
	})
}
