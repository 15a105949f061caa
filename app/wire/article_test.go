package wire_test

import (
	"testing"

	"yunban/app/wire"
)

func TestArticles(t *testing.T) {
	profiles, err := wire.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		t.Run("every article of "+p.ID+" is served by a screen, a command and a test, or it says why not", func(t *testing.T) {
			articles, err := wire.Articles(p)
			if err != nil || len(articles) != len(p.Articles) {
				t.Fatalf("%d of %d articles, %v", len(articles), len(p.Articles), err)
			}
			for _, a := range articles {
				if len(a.Requirements) == 0 && a.Reason == "" {
					t.Errorf("%s has neither", a.Label)
				}
				for _, s := range a.Requirements {
					if s.What == "" || s.Screen == "" || len(s.Commands) == 0 || len(s.Tests) == 0 {
						t.Errorf("%s, %s: %q, screen %q, commands %v, %d tests", a.Label, s.ID, s.What, s.Screen, s.Commands, len(s.Tests))
					}
				}
			}
		})
	}
}
