package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"yunban/model/workday"
)

// Profile is one city's regulation as data. What is lawful in that city is here and nowhere else; it is read by
// ParseProfile, which refuses what is uncited or unlawful.
type Profile struct {
	ID         string              `json:"id"`
	Version    int                 `json:"version"`
	Extends    string              `json:"extends,omitempty"` // the profile this one adds to
	City       string              `json:"city"`
	Title      string              `json:"title"`
	DocumentNo string              `json:"document_no,omitempty"` // nothing where the text has none (L)
	Issued     workday.Date        `json:"issued,omitzero"`
	Words      map[string]string   `json:"words"` // the city's own terms, for {authority} in texts
	Articles   []Article           `json:"articles"`
	Provisions map[string]string   `json:"provisions"` // what an article is about → the article's key
	Limits     []Limit             `json:"limits"`
	Trial      TrialRule           `json:"trial"`
	ThirdParty ThirdPartyRule      `json:"third_party"`
	Roles      []RoleName          `json:"roles"`
	Duties     map[Duty][]Role     `json:"duties"`
	Forms      map[string]Form     `json:"forms"` // usage, and one for each action that asks for something
	Resources  []Resource          `json:"resources"`
	Materials  []Material          `json:"materials"`
	Lists      map[string][]Choice `json:"lists"`
	Papers     map[string]Paper    `json:"papers"`
	Modules    map[string]bool     `json:"modules"` // optional parts: filing (备案) …
	// RetestMustPass says what a major change's tests must be: passed (L 15), or only done (P 11).
	RetestMustPass bool `json:"retest_must_pass"`
	// Obligations are what must be filed again and again; Measures the bands and weights of the assessment until the
	// office sets its own.
	Obligations []Obligation `json:"obligations,omitempty"`
	Measures    Values       `json:"measures,omitempty"`
	// Countersigners is how many approvers besides the deciding one must agree; 0 asks for none.
	Countersigners int    `json:"countersigners,omitempty"`
	Series         string `json:"series"` // how official numbers begin: PJ-SQ
}

// Article is one article of the regulation in its own words.
type Article struct {
	Key     string  `json:"key"`               // its true place in the text
	Printed string  `json:"printed"`           // its number as printed
	Correct string  `json:"correct,omitempty"` // the number as it should read, where the print is wrong (T2)
	Chapter string  `json:"chapter"`
	Text    string  `json:"text"`
	Faults  []Fault `json:"faults,omitempty"`
}

// Fault is a misprint inside an article: what is printed and how it should read (T1).
type Fault struct {
	Printed string `json:"printed"`
	Correct string `json:"correct"`
}

// Label names the article for people: 第八条, or 第二十九条（应为第三十二条）where the print is wrong.
func (a Article) Label() string {
	if a.Correct == "" {
		return a.Printed
	}
	return a.Printed + "（应为" + a.Correct + "）"
}

// Reading is the article's text with its misprints pointed out in place.
func (a Article) Reading() string {
	text := a.Text
	for _, f := range a.Faults {
		text = strings.ReplaceAll(text, f.Printed, f.Printed+"（应为"+f.Correct+"）")
	}
	return text
}

// TrialRule bounds the trial period, in calendar days (P 9, L 13; T3).
type TrialRule struct {
	MinDays    int    `json:"min_days"`
	MaxDays    int    `json:"max_days"`
	Article    string `json:"article"`
	RollOff    bool   `json:"roll_off"`    // an end on a day off moves to the next working day (T3)
	BlockEarly bool   `json:"block_early"` // tests before min_days are refused instead of explained (T14)
}

// ThirdPartyRule asks for a third party's test report (P 9, L 13).
type ThirdPartyRule struct {
	MinLevel      int    `json:"min_level"` // protection level from which, itself included (T13)
	Accreditation string `json:"accreditation"`
	CNASNumber    bool   `json:"cnas_number"` // the report must bear a CNAS number (L)
	Article       string `json:"article"`
}

// RoleName is a role and what the city calls it.
type RoleName struct {
	ID   Role   `json:"id"`
	Name string `json:"name"`
	Side Side   `json:"side"`
}

// Material is a file that an application is filed with (P 7, L 11).
type Material struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Required  bool     `json:"required,omitempty"`
	When      *When    `json:"when,omitempty"`
	Types     []string `json:"types"` // endings without the dot: pdf, docx …
	Provision string   `json:"provision,omitempty"`
	Help      string   `json:"help,omitempty"`
}

// Paper is the wording of a printed paper. Texts may name what is filled in at printing: {number}, {system} …
type Paper struct {
	Title  string            `json:"title"`
	To     string            `json:"to,omitempty"` // 主送机关
	Body   []string          `json:"body,omitempty"`
	Labels map[string]string `json:"labels,omitempty"`
	Boxes  []PaperBox        `json:"boxes,omitempty"` // places to sign and seal, in order
}

// PaperBox is a place on a paper for an opinion, its signatures and its seal.
type PaperBox struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Text  string   `json:"text,omitempty"` // printed words, such as what a signature confirms
	Sign  []string `json:"sign,omitempty"`
	Seal  string   `json:"seal,omitempty"`
	Lines int      `json:"lines,omitempty"` // room to write
}

// MaterialTypes are the endings allowed where a material names none.
var MaterialTypes = []string{"pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "jpg", "jpeg", "png", "zip"}

// ParseProfile reads a city's regulation. base gives the text of the profile that it extends. It refuses, naming
// every fault at once, a limit without its article, a number the article does not say, an unknown status, a duty
// that nobody holds, and forms that cannot be filled.
func ParseProfile(data []byte, base func(id string) ([]byte, error)) (*Profile, error) {
	merged, err := inherit(data, base, 0)
	if err != nil {
		return nil, Wrap(Invalid, err, "error.profile")
	}
	p, err := decodeProfile(merged)
	if err != nil {
		return nil, Wrap(Invalid, err, "error.profile")
	}
	if wrong := p.check(); len(wrong) > 0 {
		return nil, &Error{Kind: Invalid, Key: "error.profile", Err: errors.Join(wrong...), Problems: faults(wrong)}
	}
	return p, nil
}

// faults names each fault with its place in the file, which stands before the colon.
func faults(wrong []error) []Problem {
	var found []Problem
	for _, err := range wrong {
		at, _, _ := strings.Cut(err.Error(), ":")
		found = append(found, problem(at, "problem.profile_fault", "detail", err.Error()))
	}
	return found
}

// inherit lays the data over the profile that it extends: objects are merged, everything else is replaced.
func inherit(data []byte, base func(id string) ([]byte, error), depth int) (map[string]any, error) {
	own := map[string]any{}
	if err := json.Unmarshal(data, &own); err != nil {
		return nil, err
	}
	id, _ := own["extends"].(string)
	if id == "" {
		return own, nil
	}
	if depth > 5 {
		return nil, fmt.Errorf("profile %v extends itself", own["id"])
	}
	text, err := base(id)
	if err != nil {
		return nil, fmt.Errorf("extends %q: %w", id, err)
	}
	parent, err := inherit(text, base, depth+1)
	if err != nil {
		return nil, fmt.Errorf("extends %q: %w", id, err)
	}
	return overlay(parent, own), nil
}

func overlay(under, over map[string]any) map[string]any {
	for k, v := range over {
		a, okA := under[k].(map[string]any)
		b, okB := v.(map[string]any)
		if okA && okB {
			under[k] = overlay(a, b)
		} else {
			under[k] = v
		}
	}
	return under
}

// decodeProfile puts the city's words into every text and reads the result, refusing unknown names.
func decodeProfile(merged map[string]any) (*Profile, error) {
	words, _ := merged["words"].(map[string]any)
	var pairs []string
	for k, v := range words {
		if s, ok := v.(string); ok {
			pairs = append(pairs, "{"+k+"}", s)
		}
	}
	data, err := json.Marshal(replaceWords(merged, strings.NewReplacer(pairs...)))
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	p := &Profile{}
	return p, dec.Decode(p)
}

func replaceWords(v any, words *strings.Replacer) any {
	switch v := v.(type) {
	case string:
		return words.Replace(v)
	case []any:
		for i := range v {
			v[i] = replaceWords(v[i], words)
		}
	case map[string]any:
		for k := range v {
			v[k] = replaceWords(v[k], words)
		}
	}
	return v
}

// Resolved writes the profile with everything it inherited, so that this very version can be kept and read again.
func (p *Profile) Resolved() ([]byte, error) {
	whole := *p
	whole.Extends = ""
	return json.MarshalIndent(whole, "", "  ")
}

// Ref names this version of the profile: panjin-2016@1. A request keeps the one it began under.
func (p *Profile) Ref() string { return p.ID + "@" + strconv.Itoa(p.Version) }

// SeriesOf is how the official numbers of a case begin: PJ-SQ for usage, PJ-BG for change (变更), PJ-ZZ for
// termination (终止).
func (p *Profile) SeriesOf(c Case) string {
	city, _, _ := strings.Cut(p.Series, "-")
	switch c {
	case Change:
		return city + "-BG"
	case Termination:
		return city + "-ZZ"
	}
	return p.Series
}

// ActForm is what an action asks for besides its opinion: change.approve where the case has a form of its own, else
// approve.
func (p *Profile) ActForm(c Case, a Action) (Form, bool) {
	if f, ok := p.Forms[string(c)+"."+string(a)]; ok {
		return f, true
	}
	f, ok := p.Forms[string(a)]
	return f, ok
}

// FilingSeries is how the numbers of the register of construction proposals begin: PJ-BA-2026 (备案).
func (p *Profile) FilingSeries(day workday.Date) string {
	city, _, _ := strings.Cut(p.Series, "-")
	return city + "-BA-" + strconv.Itoa(day.Year)
}

// Article finds an article by its key.
func (p *Profile) Article(key string) (Article, bool) {
	for _, a := range p.Articles {
		if a.Key == key {
			return a, true
		}
	}
	return Article{}, false
}

// ArticleOf is the label of the article about a provision: 第七条; nothing when the text has none.
func (p *Profile) ArticleOf(provision string) string {
	a, ok := p.Article(p.Provisions[provision])
	if !ok {
		return ""
	}
	return a.Label()
}

// Word is the city's own term for something.
func (p *Profile) Word(id string) string { return p.Words[id] }

// InList reports whether a list has an entry of that id.
func (p *Profile) InList(list, id string) bool {
	for _, c := range p.Lists[list] {
		if c.ID == id {
			return true
		}
	}
	return false
}

// LabelIn is the words for an entry of a list; what is not on the list is its own label.
func (p *Profile) LabelIn(list, id string) string {
	for _, c := range p.Lists[list] {
		if c.ID == id {
			return c.Label
		}
	}
	return id
}

// RoleName is what the city calls a role.
func (p *Profile) RoleName(r Role) string {
	for _, n := range p.Roles {
		if n.ID == r {
			return n.Name
		}
	}
	return string(r)
}

// Side tells which side of the table a role sits on.
func (p *Profile) Side(r Role) Side {
	for _, n := range p.Roles {
		if n.ID == r {
			return n.Side
		}
	}
	return ""
}

// Holds reports whether one of the roles holds a duty in this city.
func (p *Profile) Holds(roles []Role, d Duty) bool {
	for _, holder := range p.Duties[d] {
		for _, r := range roles {
			if r == holder {
				return true
			}
		}
	}
	return false
}

// NeedsThirdParty reports whether a system of that protection level needs a third party's report; 3级以上 includes
// 3 (T13).
func (p *Profile) NeedsThirdParty(level int) bool { return level >= p.ThirdParty.MinLevel }
