// Package words turns keys into the words of a language. Window and commands both speak through it; no other room
// holds words that people read, but for the regulations themselves.
package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"yunban/model"
)

// The languages that ship.
const (
	Chinese = "zh-Hans"
	English = "en"
)

// Words speaks one language.
type Words struct {
	Language string
	text     map[string]string
}

// Load reads the words of a language from translations/<language>.json.
func Load(translations fs.FS, language string) (*Words, error) {
	data, err := fs.ReadFile(translations, "translations/"+language+".json")
	if err != nil {
		return nil, model.Wrap(model.NotFound, err, "error.no_language", "language", language)
	}
	w := &Words{Language: language}
	if err := json.Unmarshal(data, &w.text); err != nil {
		return nil, fmt.Errorf("words of %s: %w", language, err)
	}
	return w, nil
}

// coded names the arguments that are code names, and the keys under which their words are.
var coded = map[string]string{"action": "action.", "status": "status.", "matter_status": "matter_status.", "test": "test.", "language": "language.",
	"kind": "offline.form."}

// Text gives the words of a key with its arguments, name and value in turn, put in for {name}; code names and periods
// are said in words there. A key without words is shown as it is, so that nothing is silently blank.
func (w *Words) Text(key string, pairs ...string) string {
	text, ok := w.text[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return text
	}
	var with []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], pairs[i+1]
		if prefix := coded[name]; prefix != "" && w.Has(prefix+value) {
			value = w.text[prefix+value]
		}
		if period, ok := model.ParsePeriod(value); ok && name == "period" {
			value = w.Period(period)
		}
		with = append(with, "{"+name+"}", value)
		text = counted(text, name, value)
	}
	return strings.NewReplacer(with...).Replace(text)
}

// Period says a month, a quarter or a year.
func (w *Words) Period(p model.Period) string {
	year := strconv.Itoa(p.From.Year)
	switch p.Every {
	case model.EveryMonth:
		return p.From.Start().Format(w.Text("date.month"))
	case model.EveryQuarter:
		return w.Text("date.quarter_"+strconv.Itoa((int(p.From.Month)+2)/3), "year", year)
	}
	return w.Text("date.year", "year", year)
}

// forms are a word for one and for several: {n|day|days}.
var forms = regexp.MustCompile(`\{(\w+)\|([^|{}]*)\|([^|{}]*)\}`)

// counted picks the form of each word that goes by the number in value.
func counted(text, name, value string) string {
	if !strings.Contains(text, "{"+name+"|") {
		return text
	}
	return forms.ReplaceAllStringFunc(text, func(found string) string {
		parts := forms.FindStringSubmatch(found)
		switch {
		case parts[1] != name:
			return found
		case value == "1":
			return parts[2]
		}
		return parts[3]
	})
}

// Has reports whether a key has words.
func (w *Words) Has(key string) bool {
	_, ok := w.text[key]
	return ok
}

// Or gives the words of a key, or other when it has none: labels of a profile that only English translates.
func (w *Words) Or(key, other string) string {
	if text, ok := w.text[key]; ok {
		return text
	}
	return other
}

// Problem says what is wrong with one field.
func (w *Words) Problem(p model.Problem) string { return w.Text(p.Key, flat(p.Args)...) }

// Error says a failure to people. What is none of ours is called unexpected. What is unexpected has its text for the
// engineer.
func (w *Words) Error(err error) string {
	var e *model.Error
	if !errors.As(err, &e) {
		return w.Text("error.unexpected") + "\n" + err.Error()
	}
	text := w.Text(e.Key, flat(e.Args)...)
	for _, p := range e.Problems {
		text += "\n· " + w.Problem(p)
	}
	if (e.Key == "error.unexpected" || e.Key == "error.profile" && len(e.Problems) == 0) && e.Err != nil {
		text += "\n" + e.Err.Error()
	}
	return text
}

func flat(args map[string]string) []string {
	pairs := make([]string, 0, 2*len(args))
	for k, v := range args {
		pairs = append(pairs, k, v)
	}
	return pairs
}
