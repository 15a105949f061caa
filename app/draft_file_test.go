package app_test

import (
	archive "archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func untold(int, int) {}

func TestADraftAsAFile(t *testing.T) {
	ctx := context.Background()
	office, other := apptest.New(t, "luan"), apptest.New(t, "luan") // two desks, and no hub
	sample := office.Samples()[0]
	clerk, her := office.ClerkOf(sample), other.ClerkOf(sample)
	draft := office.Draft(sample)
	folder := t.TempDir()
	path := filepath.Join(folder, "草稿"+app.DraftEnding)
	t.Run("one file holds the draft and its attachments, and becomes a draft of a colleague at another desk", func(t *testing.T) {
		if err := clerk.ExportDraft(ctx, draft.ID, path, untold); err != nil {
			t.Fatal(err)
		}
		f := sure[app.DraftFile](t)(her.ReadDraftFile(ctx, path, untold))
		if f.Title != draft.Title() || f.From != clerk.Person.Name || f.Unit != clerk.Unit.Name || len(f.Files) != len(draft.Filling.Files) || f.Twin {
			t.Errorf("%+v", f)
		}
		taken := sure[model.Draft](t)(her.TakeDraftFile(ctx, path))
		if taken.Owner != her.Person.ID || taken.ID == draft.ID || taken.Title() != draft.Title() {
			t.Errorf("%+v", taken)
		}
		for _, file := range taken.Filling.Files {
			r, err := other.Files.Open(file.Hash)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, r); n != file.Size || err != nil || r.Close() != nil {
				t.Error(n, err)
			}
		}
		if _, err := her.Submit(ctx, taken); err != nil { // it is complete there
			t.Error(err)
		}
		if f := sure[app.DraftFile](t)(clerk.ReadDraftFile(ctx, path, untold)); !f.Twin {
			t.Error("it does not say that there is such a draft")
		}
	})
	if t.Failed() {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reads := func(t *testing.T, desk *app.Desk, text []byte) error {
		t.Helper()
		path := filepath.Join(t.TempDir(), "x.yunban")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := desk.ReadDraftFile(ctx, path, untold)
		if _, taking := desk.TakeDraftFile(ctx, path); (err == nil) != (taking == nil) {
			t.Errorf("read: %v, taken: %v", err, taking)
		}
		return err
	}
	t.Run("cut off or altered anywhere, nothing is made of it", func(t *testing.T) {
		wants(t, reads(t, her, text[:len(text)-7]), "error.draft_file_damaged")
		wants(t, reads(t, her, text[:len(text)/2]), "error.draft_file_damaged")
		for at := 40; at < len(text); at += len(text) / 50 {
			altered := bytes.Clone(text)
			altered[at] ^= 0x40
			if err := reads(t, her, altered); err == nil && !sameDraft(t, text, altered) {
				t.Errorf("byte %d: nobody noticed", at)
			}
		}
	})
	t.Run("another archive is no draft's file, and neither is another file", func(t *testing.T) {
		var b bytes.Buffer
		if err := archive.NewWriter(&b).Close(); err != nil {
			t.Fatal(err)
		}
		wants(t, reads(t, her, b.Bytes()), "error.not_draft_file")
		wants(t, reads(t, her, []byte("%PDF-1.7")), "error.draft_file_damaged")
		_, err := her.ReadDraftFile(ctx, filepath.Join(folder, "none.yunban"), untold)
		wants(t, err, "error.file_unreadable")
	})
	t.Run("a clerk of another unit is refused, and who files no requests", func(t *testing.T) {
		for _, id := range []string{"xuli", "fengyan", "panyue", "dongxiao"} {
			if desk := other.As(id); desk.Person.Unit != her.Person.Unit {
				wants(t, reads(t, desk, text), "error.draft_unit")
			}
		}
		wants(t, reads(t, other.By(model.DutyAcceptance), text), "error.not_your_duty")
	})
	t.Run("a draft of another city's regulation is refused", func(t *testing.T) {
		elsewhere := apptest.New(t, "panjin-2016")
		wants(t, reads(t, elsewhere.ClerkOf(elsewhere.Samples()[0]), text), "error.draft_regulation")
	})
	t.Run("a change of a system is taken in only where that system runs", func(t *testing.T) {
		id := office.Filed(model.Executed)
		changing := sure[model.Draft](t)(clerk.NewChange(ctx, office.Dossier(id).Request.System))
		path := filepath.Join(folder, "变更.yunban")
		if err := clerk.ExportDraft(ctx, changing.ID, path, untold); err != nil {
			t.Fatal(err)
		}
		_, err := her.ReadDraftFile(ctx, path, untold)
		wants(t, err, "error.draft_system")
		if f := sure[app.DraftFile](t)(clerk.ReadDraftFile(ctx, path, untold)); f.Case != model.Change {
			t.Errorf("%+v", f)
		}
	})
	t.Run("an export that fails leaves what was there", func(t *testing.T) {
		stopped, stop := context.WithCancel(ctx)
		stop()
		if err := clerk.ExportDraft(stopped, draft.ID, path, untold); err == nil {
			t.Error("it went on")
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, text) {
			t.Error("it is another file", err)
		}
		if left, _ := filepath.Glob(filepath.Join(folder, ".yunban-*")); len(left) > 0 {
			t.Error(left)
		}
	})
}

// sameDraft tells whether two archives hold the same in all that counts: a byte of a date may be any.
func sameDraft(t *testing.T, a, b []byte) bool {
	t.Helper()
	hold := func(text []byte) map[string]string {
		r, err := archive.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return nil
		}
		found := map[string]string{"": r.Comment}
		for _, f := range r.File {
			content, err := f.Open()
			if err != nil {
				return nil
			}
			all, err := io.ReadAll(content)
			if err != nil {
				return nil
			}
			found[f.Name] = string(all)
		}
		return found
	}
	first, second := hold(a), hold(b)
	if len(first) != len(second) {
		return false
	}
	for name, text := range first {
		if second[name] != text {
			return false
		}
	}
	return true
}
