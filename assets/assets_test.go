package assets_test

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yunban/assets"
	"yunban/model"
	"yunban/model/workday"
)

// cities are the regulations that a city can be founded with; the other profiles are what they extend.
var cities = []string{"panjin-2016", "luan"}

// regulations are all that ship: the cities' and the county's that inherits its city's (R05).
var regulations = append(slices.Clone(cities), "luan-huoqiu")

func shipped(id string) ([]byte, error) { return assets.Profiles.ReadFile("profiles/" + id + ".json") }

func profile(t *testing.T, id string) *model.Profile {
	t.Helper()
	text, err := shipped(id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.ParseProfile(text, shipped)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sample is a request as it is read from a file: yunban request new --from request.json.
type sample struct {
	Profile string
	Kind    model.Case
	Values  model.Values
	Rows    []model.Row
	Files   []struct{ Role, Path string }
	dir     string
}

func (s sample) filling() model.Filling {
	f := model.Filling{Values: s.Values, Rows: s.Rows}
	for _, file := range s.Files {
		f.Files = append(f.Files, model.File{Role: file.Role, Name: path.Base(file.Path)})
	}
	return f
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := assets.Samples.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func samples(t *testing.T, city string) []sample {
	t.Helper()
	names, err := fs.Glob(assets.Samples, "samples/"+city+"/*/request.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []sample
	for _, name := range names {
		s := sample{dir: path.Dir(name)}
		readJSON(t, name, &s)
		list = append(list, s)
	}
	return list
}

type people struct {
	Units   []model.Unit
	Persons []model.Person
}

func demonstration(t *testing.T, city string) people {
	t.Helper()
	var d people
	readJSON(t, "samples/"+city+"/people.json", &d)
	return d
}

// placeholder is a city's word that was not filled in: {authority}.
var placeholder = regexp.MustCompile(`\{[a-z_.]+\}`)

func TestProfiles(t *testing.T) {
	for _, city := range regulations {
		t.Run(city+" is lawful and cited", func(t *testing.T) {
			if p := profile(t, city); p.ID != city {
				t.Errorf("it calls itself %s", p.ID)
			}
		})
		t.Run(city+" leaves no word unfilled", func(t *testing.T) {
			p := profile(t, city)
			p.Papers = nil // papers are filled in when they are printed
			data, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if left := placeholder.FindAllString(string(data), -1); left != nil {
				t.Errorf("left in the texts: %v", left)
			}
		})
	}
}

func TestCalendars(t *testing.T) {
	names, err := fs.Glob(assets.Calendars, "calendars/*.json")
	if err != nil || len(names) < 4 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		t.Run(name+" can be read", func(t *testing.T) {
			data, err := assets.Calendars.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := workday.ParseYear(data); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSamples(t *testing.T) {
	for _, city := range cities {
		p := profile(t, city)
		list := samples(t, city)
		if len(list) < 2 {
			t.Errorf("%s has %d samples", city, len(list))
		}
		for _, s := range list {
			t.Run(s.dir+" can be filed as it is (R11)", func(t *testing.T) {
				if s.Profile != city || s.Kind != model.Usage {
					t.Errorf("it is a %s request of %s", s.Kind, s.Profile)
				}
				for _, problem := range p.CheckFilling(s.Kind, s.filling(), workday.Date{}) {
					t.Errorf("%s: %s %v", problem.Field, problem.Key, problem.Args)
				}
				checkKnown(t, p, s)
			})
			t.Run(s.dir+" has real files of a type that is asked for", func(t *testing.T) { checkFiles(t, p, s) })
			t.Run(s.dir+" is filed by a demonstration clerk of its unit", func(t *testing.T) {
				checkClerk(t, demonstration(t, city), s)
			})
			t.Run(s.dir+" has a text of true length", func(t *testing.T) {
				if n := len([]rune(s.Values["system_overview"])); n < 600 || n > 1500 {
					t.Errorf("the overview has %d characters", n)
				}
			})
		}
		t.Run(city+" has a system of level 3 and one of level 2 with elastic lines (R19, R22)", func(t *testing.T) {
			var three, elastic bool
			for _, s := range list {
				three = three || s.Values["mlps_level"] == "3"
				elastic = elastic || s.Values["mlps_level"] == "2" && slices.ContainsFunc(s.Rows, func(r model.Row) bool {
					return r.Values["elastic"] == model.True
				})
			}
			if !three || !elastic {
				t.Errorf("level 3: %v, level 2 with elastic lines: %v", three, elastic)
			}
		})
	}
}

// checkKnown refuses values that no field of the form asks for: they would be lost on the way.
func checkKnown(t *testing.T, p *model.Profile, s sample) {
	t.Helper()
	form := p.Forms[string(s.Kind)]
	for id := range s.Values {
		if f, ok := form.Field(id); !ok || !f.Asked(s.Values) {
			t.Errorf("value %s is not asked for", id)
		}
	}
	for i, row := range s.Rows {
		if row.Values[model.RemoveLine] == model.True {
			continue
		}
		r, _ := p.Resource(row.Resource)
		for id := range row.Values {
			if !slices.ContainsFunc(append(slices.Clone(r.Fields), r.Amounts...), func(f model.Field) bool {
				return f.ID == id && f.Asked(row.Values)
			}) {
				t.Errorf("rows[%d].%s is not asked for", i, id)
			}
		}
	}
}

// beginnings are how a file of an ending begins.
var beginnings = map[string]string{"pdf": "%PDF-", "docx": "PK\x03\x04", "xlsx": "PK\x03\x04", "png": "\x89PNG\r\n\x1a\n", "jpg": "\xff\xd8\xff"}

func checkFiles(t *testing.T, p *model.Profile, s sample) {
	t.Helper()
	for _, f := range s.Files {
		data, err := assets.Samples.ReadFile(path.Join(s.dir, f.Path))
		if err != nil {
			t.Error(err)
			continue
		}
		ending := strings.TrimPrefix(path.Ext(f.Path), ".")
		if len(data) < 1000 || len(data) > 300_000 || beginnings[ending] == "" || !strings.HasPrefix(string(data), beginnings[ending]) {
			t.Errorf("%s: %d bytes that are no %s", f.Path, len(data), ending)
		}
		i := slices.IndexFunc(p.Materials, func(m model.Material) bool { return m.ID == f.Role })
		if i < 0 || !slices.Contains(p.Materials[i].Types, ending) {
			t.Errorf("%s: %s may not be a %s", f.Path, f.Role, ending)
		}
	}
}

func checkClerk(t *testing.T, d people, s sample) {
	t.Helper()
	i := slices.IndexFunc(d.Units, func(u model.Unit) bool { return u.Name == s.Values["unit_name"] })
	if i < 0 || d.Units[i].CreditCode != s.Values["credit_code"] {
		t.Fatalf("unit %s is not among the demonstration units", s.Values["unit_name"])
	}
	if !slices.ContainsFunc(d.Persons, func(p model.Person) bool {
		return p.Name == s.Values["contact_name"] && p.Unit == d.Units[i].ID && slices.Contains(p.Roles, model.RoleClerk)
	}) {
		t.Errorf("%s is no clerk of %s", s.Values["contact_name"], d.Units[i].Name)
	}
}

func TestPeople(t *testing.T) {
	for _, city := range cities {
		p, d := profile(t, city), demonstration(t, city)
		t.Run(city+" has somebody for every duty", func(t *testing.T) {
			for duty := range p.Duties {
				if !slices.ContainsFunc(d.Persons, func(who model.Person) bool { return p.Holds(who.Roles, duty) }) {
					t.Errorf("nobody holds %s", duty)
				}
			}
		})
		t.Run(city+" has two clerks in each of two units or more", func(t *testing.T) {
			clerks := map[string]int{}
			for _, who := range d.Persons {
				if p.Holds(who.Roles, model.DutyUnit) {
					clerks[who.Unit]++
				}
			}
			if len(clerks) < 2 {
				t.Errorf("clerks: %v", clerks)
			}
			for unit, n := range clerks {
				if n < 2 {
					t.Errorf("unit %s has %d", unit, n)
				}
			}
		})
		t.Run(city+" has people of its own units and roles, each once", func(t *testing.T) {
			units, seen := map[string]bool{}, map[string]bool{}
			for _, u := range d.Units {
				units[u.ID] = true
			}
			for _, who := range d.Persons {
				if seen[who.ID] || !units[who.Unit] || who.Name == "" || len(who.Roles) == 0 {
					t.Errorf("%+v", who)
				}
				seen[who.ID] = true
				for _, r := range who.Roles {
					if p.Side(r) == "" {
						t.Errorf("%s: %s is no role of the city", who.ID, r)
					}
				}
			}
		})
		t.Run(city+" names its authority as the regulation does", func(t *testing.T) {
			i := slices.IndexFunc(d.Units, func(u model.Unit) bool { return u.ID == "authority" })
			if i < 0 || d.Units[i].Name != p.Word("authority") {
				t.Errorf("got %v", d.Units)
			}
		})
	}
}

func TestScrambledName(t *testing.T) {
	// The web copy of Panjin's regulation had the city's name overwritten by an advertisement. It is put together
	// here from its runes, so that this file does not hold it either.
	scrambled := string([]rune{0x5e7b, 0x5f71, 0x5a31, 0x4e50, 0x6ce8, 0x518c})
	parts := []string{scrambled, string([]rune(scrambled)[:4])}
	for name, files := range map[string]fs.FS{"profiles": assets.Profiles, "calendars": assets.Calendars,
		"translations": assets.Translations, "samples": assets.Samples} {
		t.Run("is nowhere in the "+name+" (T2b)", func(t *testing.T) {
			err := fs.WalkDir(files, ".", func(at string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				data, err := fs.ReadFile(files, at)
				if err != nil {
					return err
				}
				for _, part := range parts {
					if strings.Contains(string(data), part) || strings.Contains(at, part) {
						t.Errorf("found in %s", at)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
