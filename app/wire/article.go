package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"

	"yunban/app"
	"yunban/assets"
	"yunban/model"
)

// Articles lists every article of a regulation that ships with what serves it. A regulation that extends another one is
// served as that one is.
func Articles(p *model.Profile) ([]app.ServedArticle, error) {
	var kept struct {
		Requirements map[string]app.ArticleService `json:"requirements"`
		Articles     map[string][]served           `json:"articles"`
	}
	data, err := assets.Help.ReadFile("help/articles.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &kept); err != nil {
		return nil, err
	}
	tests, err := testsByRequirement()
	if err != nil {
		return nil, err
	}
	articles, own := kept.Articles[p.ID]
	if !own {
		articles = kept.Articles[p.Extends]
	}
	by := map[string]served{}
	for _, a := range articles {
		by[a.Key] = a
	}
	var all []app.ServedArticle
	for _, a := range p.Articles {
		one := app.ServedArticle{Key: a.Key, Label: a.Label(), Reason: by[a.Key].Reason}
		for _, id := range by[a.Key].Requirements {
			service := kept.Requirements[id]
			service.ID, service.Tests = id, tests[id]
			one.Requirements = append(one.Requirements, service)
		}
		all = append(all, one)
	}
	return all, nil
}

// served is an article as the file of services names it.
type served struct {
	Key          string   `json:"key"`
	Requirements []string `json:"requirements"`
	Reason       string   `json:"reason"`
}

// testsByRequirement reads the page of requirements, which is made of the names of the tests.
func testsByRequirement() (map[string][]string, error) {
	data, err := assets.Help.ReadFile("help/requirements.md")
	if err != nil {
		return nil, err
	}
	tests, at := map[string][]string{}, ""
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		if id, head := strings.CutPrefix(lines.Text(), "## "); head {
			at = id
		}
		if name, item := strings.CutPrefix(lines.Text(), "- "); item {
			tests[at] = append(tests[at], name)
		}
	}
	return tests, lines.Err()
}
