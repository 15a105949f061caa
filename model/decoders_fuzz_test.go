package model_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"yunban/model"
)

// Whatever a city writes for its regulation is one that the program can work by, or is refused with its faults.
func FuzzProfiles(f *testing.F) {
	for _, name := range []string{"luan", "panjin-2016", "luan-huoqiu"} {
		text, err := os.ReadFile(filepath.Join("..", "assets", "profiles", name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"extends":"luan","id":"x","version":3,"city":"某市","limits":[{"status":"submitted","days":-1,"article":"第十二条"}]}`))
	f.Add([]byte(`{"extends":"x","id":"x"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := model.ParseProfile(text, func(id string) ([]byte, error) {
			if id != filepath.Base(id) {
				return nil, os.ErrNotExist
			}
			return os.ReadFile(filepath.Join("..", "assets", "profiles", id+".json"))
		})
		if err != nil {
			if model.KindOf(err) != model.Invalid {
				t.Fatal(err)
			}
			return
		}
		for _, limit := range p.Limits {
			if limit.Article == "" {
				t.Fatalf("%+v has no article", limit)
			}
		}
	})
}

// What is kept of a paper is read as it was written, or refused.
func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"kind":"acceptance","title":"受理通知书","style":"letter","blocks":[{"type":"note","block":{"text":"x"}},{"type":"page_break","block":{}}]}`))
	f.Add([]byte(`{"blocks":[{"type":"grid","block":{"rows":[[{}]]}},{"type":"none"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var d, again model.Document
		if json.Unmarshal(text, &d) != nil {
			return
		}
		_ = d.Check()
		kept, err := json.Marshal(d)
		if err != nil {
			return // a time that JSON cannot say
		}
		if err := json.Unmarshal(kept, &again); err != nil {
			t.Fatalf("%v: %s", err, kept)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != string(kept) {
			t.Fatalf("%v: %s became %s", err, kept, twice)
		}
	})
}
