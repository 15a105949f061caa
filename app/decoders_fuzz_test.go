package app_test

import (
	archive "archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// told fails unless an error is one that people can be told, and no fault of the program or of the machine.
func told(t *testing.T, err error) {
	t.Helper()
	if kind := model.KindOf(err); err != nil && (kind == model.Other || kind == model.Offline) {
		t.Fatal(err)
	}
}

// Whatever a portal or a clerk gives for a filled form, a draft comes of it or the reasons why not, and what may be
// filed of it is filed.
func FuzzFilledForms(f *testing.F) {
	office := apptest.New(f, "luan")
	sample := office.Samples()[0]
	clerk := office.ClerkOf(sample)
	form, err := os.ReadFile(filepath.Join("..", "assets", "samples", "luan", sample, "request.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(form)
	f.Add([]byte(`{"kind":"change","system":"x","values":{"unit_name":"\u0000"},"rows":[{"id":"1","resource":"vm","values":{"count":"-1"}}],"files":[{"role":"plan","path":"../../etc/passwd"}]}`))
	f.Add([]byte(`{"kind":"termination","rows":[{},{}]} {}`))
	f.Fuzz(func(t *testing.T, form []byte) {
		filled, err := app.ReadFilledForm(form)
		if err != nil {
			told(t, err)
			return
		}
		if len(filled.Rows) > 200 || len(filled.Files) > 20 {
			return
		}
		draft, problems, err := clerk.TakeIn(t.Context(), filled, func(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist })
		told(t, err)
		if err != nil || len(problems) > 0 {
			return
		}
		_, err = clerk.Submit(t.Context(), draft)
		told(t, err)
	})
}

// Whatever comes as a draft's file is a draft, or is refused in words of ours.
func FuzzDraftFiles(f *testing.F) {
	office := apptest.New(f, "luan")
	clerk := office.ClerkOf(office.Samples()[0])
	path := filepath.Join(f.TempDir(), "draft"+app.DraftEnding)
	draft := office.Draft(office.Samples()[0])
	if err := clerk.ExportDraft(f.Context(), draft.ID, path, untold); err != nil {
		f.Fatal(err)
	}
	from, err := archive.OpenReader(path)
	if err != nil {
		f.Fatal(err)
	}
	said, err := fs.ReadFile(from, "draft.json")
	if err != nil {
		f.Fatal(err)
	}
	if err := from.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(said, []byte{})
	f.Add([]byte(`{"format":1,"unit":{"id":"x"},"regulation":"luan","parcel":{"id":"p","body":{"case":"usage","filling":{"files":[{"hash":"../../x"}]}}}}`), []byte("PK\x03\x04"))
	f.Add([]byte(`{"format":2}`), []byte{})
	f.Fuzz(func(t *testing.T, said, raw []byte) {
		for _, text := range [][]byte{sealed(t, said), raw} {
			path := filepath.Join(t.TempDir(), "x"+app.DraftEnding)
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := clerk.ReadDraftFile(t.Context(), path, untold)
			told(t, err)
			_, err = clerk.TakeDraftFile(t.Context(), path)
			told(t, err)
		}
		told(t, takes(t, clerk, said))
	})
}

// takes takes in what a colleague sent through a hub.
func takes(t *testing.T, clerk *app.Desk, body []byte) error {
	t.Helper()
	_, err := clerk.TakeParcel(t.Context(), model.Parcel{ID: "p", Body: body})
	return err
}

// sealed is a draft's file that says something, in the right form.
func sealed(t *testing.T, said []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	to := archive.NewWriter(&out)
	w, err := to.Create("draft.json")
	if err == nil {
		_, err = w.Write(said)
	}
	sum := sha256.Sum256(said)
	if err == nil {
		err = to.SetComment("yunban-draft " + hex.EncodeToString(sum[:]))
	}
	if err == nil {
		err = to.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Whatever a portal asks of the list, it gets a page or is told what is wrong.
func FuzzPortalQueries(f *testing.F) {
	office := apptest.New(f, "luan")
	clerk := office.ClerkOf(office.Samples()[0]).Person.ID
	office.Filed(model.Submitted)
	page, err := office.PortalRequests(f.Context(), clerk, model.PortalQuery{Limit: 1})
	if err != nil || len(page.Items) != 1 {
		f.Fatal(page, err)
	}
	f.Add("submitted", "usage", "overdue", "政务", "2026-01-01", "2026-12-31", page.Next)
	f.Add("change.submitted", "x", "due_soon", `" OR 1=1 --*`, "2026-13-45", "-", strings.Repeat("A", 300))
	f.Fuzz(func(t *testing.T, status, kind, due, text, from, to, after string) {
		_, err := office.PortalRequests(t.Context(), clerk, model.PortalQuery{Status: status, Kind: kind, Due: due, Text: text, From: from, To: to, After: after, Limit: 5})
		told(t, err)
	})
}
