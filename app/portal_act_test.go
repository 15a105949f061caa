package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// opening gives files of a sample, or words for what is none of them.
func opening(folder string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		f, err := os.Open(filepath.Join(folder, filepath.Base(name)))
		if errors.Is(err, os.ErrNotExist) {
			return io.NopCloser(strings.NewReader("%PDF-1.4\n" + name)), nil
		}
		return f, err
	}
}

func TestAPortalAnswersANonAcceptance(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "luan")
	folder := "../assets/samples/luan/mobile-service"
	form := sure[[]byte](t)(os.ReadFile(filepath.Join(folder, "request.json")))
	of := o.ClerkOf("mobile-service").Person
	portal := sure[model.Person](t)(o.PortalPerson(ctx, of.Unit, "市民门户"))
	filed := sure[model.PortalRequest](t)(o.FileRequest(ctx, portal.ID, "r1", form, opening(folder)))
	own := sure[model.Draft](t)(o.As(of.ID).NewDraft(ctx)) // of a clerk of the same unit, who works beside the portal
	key := func(err error) string {
		var e *model.Error
		if errors.As(err, &e) {
			return e.Key
		}
		return ""
	}
	round := func(id, text string) (model.PortalRequest, error) {
		return o.FileRound(ctx, portal.ID, "r1", id, []byte(text), opening(folder))
	}
	t.Run("before it is sent back there is nothing to answer", func(t *testing.T) {
		if _, err := round("a1", `{}`); key(err) != "error.action_not_now" || slices.Contains(filed.Can, model.Submit) {
			t.Error(err, filed.Can)
		}
	})
	if _, err := o.By(model.DutyAcceptance).Do(ctx, app.Doing{Request: "r1", Action: model.Decline, Note: "自测报告过期"}); err != nil {
		t.Fatal(err)
	}
	t.Run("a form of another kind, another system or another regulation is none of it", func(t *testing.T) {
		for text, want := range map[string]string{`{"kind":"change"}`: "error.round_of_other", `{"system":"another"}`: "error.round_of_other",
			`{"profile":"panjin-2016"}`: "error.other_profile", `{"titel":"x"}`: "error.filled_form"} {
			if _, err := round("a1", text); key(err) != want {
				t.Errorf("%s: %v", text, err)
			}
		}
	})
	t.Run("what is wrong is told all at once, and nothing is filed", func(t *testing.T) {
		_, err := round("a1", `{"values":{"user_count":"many","nothing":"1"},"rows":[{"resource":"nothing","values":{}}]}`)
		var e *model.Error
		if !errors.As(err, &e) || e.Kind != model.Invalid || len(e.Problems) < 3 {
			t.Errorf("%+v", err)
		}
		if r := o.Dossier("r1").Request; r.Status != model.NotAccepted || len(r.Rounds) != 1 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a file takes the place of those of its kind; the rest stays", func(t *testing.T) {
		var said app.FilledForm
		if err := json.Unmarshal(form, &said); err != nil {
			t.Fatal(err)
		}
		role := said.Files[1].Role
		r, err := round("a1", `{"files":[{"role":"`+role+`","path":"新自测报告.pdf"}]}`)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, f := range r.Files {
			names[f.Role] += f.Name
		}
		if names[role] != "新自测报告.pdf" || len(r.Files) != len(filed.Files) || r.Status != model.Submitted || r.Number != filed.Number {
			t.Errorf("%+v of %+v", r.Files, filed.Files)
		}
		if len(r.Lines) != len(filed.Lines) || r.Fields["reason"] != filed.Fields["reason"] {
			t.Errorf("%+v", r)
		}
		again, err := round("a1", `{"files":[{"role":"`+role+`","path":"新自测报告.pdf"}]}`)
		if err != nil || len(again.History) != len(r.History) {
			t.Errorf("the same again: %+v %v", again.History, err)
		}
	})
	t.Run("drafts of people are not touched", func(t *testing.T) {
		if drafts := sure[[]model.Draft](t)(o.As(of.ID).Drafts(ctx)); len(drafts) != 1 || drafts[0].ID != own.ID {
			t.Errorf("%+v", drafts)
		}
		if drafts := sure[[]model.Draft](t)(o.As(portal.ID).Drafts(ctx)); len(drafts) != 0 {
			t.Errorf("%+v", drafts)
		}
	})
	t.Run("another unit's portal neither corrects nor withdraws it, nor does one whose account is closed", func(t *testing.T) {
		other := sure[model.Person](t)(o.PortalPerson(ctx, o.By(model.DutyAcceptance).Person.Unit, "别的门户"))
		if _, err := o.WithdrawRequest(ctx, other.ID, "r1", "w1", ""); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
		closed := portal
		closed.Disabled = true
		if err := o.By(model.DutyAdministration).SavePerson(ctx, closed); err != nil {
			t.Fatal(err)
		}
		if _, err := o.WithdrawRequest(ctx, portal.ID, "r1", "w1", ""); key(err) != "error.disabled" {
			t.Error(err)
		}
		if err := o.By(model.DutyAdministration).SavePerson(ctx, portal); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("it is withdrawn once", func(t *testing.T) {
		gone := sure[model.PortalRequest](t)(o.WithdrawRequest(ctx, portal.ID, "r1", "w1", ""))
		again := sure[model.PortalRequest](t)(o.WithdrawRequest(ctx, portal.ID, "r1", "w1", ""))
		if gone.Status != model.Withdrawn || len(again.History) != len(gone.History) || len(again.Can) != 0 {
			t.Errorf("%+v", again)
		}
		if _, err := o.WithdrawRequest(ctx, portal.ID, "r1", "w2", ""); key(err) != "error.action_not_now" {
			t.Error(err)
		}
	})
}
