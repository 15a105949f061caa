package view

import (
	"encoding/json"
	"testing"
)

// Whatever was kept of a person's columns, each column there is has its place, once.
func FuzzKeptColumns(f *testing.F) {
	kept, err := json.Marshal(UsualColumns())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(kept)
	f.Add([]byte(`[{"key":"number"},{"key":"number"},{"key":"gone"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var kept Columns
		if json.Unmarshal(text, &kept) != nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range complete(kept) {
			if seen[c.Key] {
				t.Fatalf("%s twice", c.Key)
			}
			seen[c.Key] = true
		}
		if len(seen) != len(listColumns) {
			t.Fatalf("%d of %d", len(seen), len(listColumns))
		}
	})
}
