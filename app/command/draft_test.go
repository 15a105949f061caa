package command_test

import (
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
)

func TestADraftAsAFile(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	office, other := apptest.New(t, "luan"), apptest.New(t, "luan")
	draft := office.Draft(office.Samples()[0])
	who := draft.Owner
	for _, o := range []*apptest.Office{office, other} {
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
	}
	from, to := desk{t, office.Dir}, desk{t, other.Dir}
	path := filepath.Join(t.TempDir(), "draft.yunban")
	if v := from.must("--as", who, "request", "list", "--queue", "drafts"); len(v["items"].([]any)) != 1 {
		t.Fatal(v)
	}
	from.must("--as", who, "draft", "export", draft.ID, "--out", path)
	got := to.must("--as", who, "draft", "import", path)
	if got["title"] != draft.Title() || got["files"] != float64(len(draft.Filling.Files)) || got["id"] == draft.ID {
		t.Error(got)
	}
	if v := to.must("--as", who, "request", "list", "--queue", "drafts"); len(v["items"].([]any)) != 1 {
		t.Error(v)
	}
	to.must("--as", who, "request", "do", "submit", got["id"].(string))
	to.refused("--as", who, "draft", "import", filepath.Join(filepath.Dir(path), "none.yunban"))
	from.refused("--as", who, "draft", "export", "no-such-draft", "--out", path)
}
