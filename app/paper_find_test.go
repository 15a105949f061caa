package app_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// stage plays stories in a test office.
func stage(t *testing.T, o *apptest.Office) *demo.Stage {
	t.Helper()
	return must(demo.NewStage(t.Context(), o.Office, o.Clock, func(demo.Step) error { return nil }))
}

// ready names the papers of a request that can be issued.
func ready(t *testing.T, desk *app.Desk, request string) []string {
	t.Helper()
	var kinds []string
	for _, o := range desk.Papers(must(desk.Dossier(t.Context(), request))) {
		if o.Ready {
			kinds = append(kinds, string(o.Kind))
		}
	}
	return kinds
}

func TestReadyPapers(t *testing.T) {
	o := apptest.New(t, "luan")
	play, desk := stage(t, o), o.By(model.DutyAcceptance)
	sample := o.Samples()[0]
	filed := []string{"application", "lines"}
	accepted := []string{"application_1", "application", "not_accepted", "acceptance", "lines"}
	with := func(before []string, more ...string) []string { // the sheet of lines stands last
		return append(append(slices.Clone(before[:len(before)-1]), more...), "lines")
	}
	trial := with(accepted, "approval", "delivery")
	tested := with(trial, "extension", "tests")
	var live string
	for _, stop := range []struct {
		script demo.Script
		until  model.Status
		want   []string
	}{
		{demo.WholeLife, model.Submitted, filed},
		{demo.WholeLife, model.NotAccepted, with(filed, "not_accepted")},
		{demo.WholeLife, model.Accepted, accepted},
		{demo.WholeLife, model.Approved, with(accepted, "approval")},
		{demo.WholeLife, model.Trial, trial},
		{demo.WholeLife, model.TestsSubmitted, tested},
		{demo.WholeLife, model.FinalReviewed, with(tested, "final_review_1", "final_review")},
		{demo.WholeLife, "", with(tested, "final_review_1", "final_review", "go_live")},
		{demo.Refused, "", []string{"application", "acceptance", "approval", "lines"}},
		{demo.TakenBack, "", []string{"application", "acceptance", "lines"}},
		{demo.GivenUp, "", []string{"application", "acceptance", "approval", "delivery", "extension", "trial_end", "lines"}},
	} {
		t.Run("a usage request that has come to "+string(stop.until)+" has the papers of what has happened", func(t *testing.T) {
			request := must(play.Play(t.Context(), sample, "", stop.script, stop.until))
			if got := ready(t, desk, request); !slices.Equal(got, stop.want) {
				t.Errorf("got  %v\nwant %v", got, stop.want)
			}
			if must(desk.Dossier(t.Context(), request)).Request.Status == model.Live {
				live = request
			}
		})
	}
	for _, stop := range []struct {
		form   string
		script demo.Script
		until  model.Status
		want   []string
	}{
		{"change.json", demo.NotNow, "", []string{"change", "change_approval", "lines"}},
		{"change.json", demo.Changed, "", []string{"change", "change_approval", "change_done", "lines"}},
		{"major-change.json", demo.ChangedGreatly, "", []string{"change", "change_approval", "change_done", "change_tests", "lines"}},
		{"termination.json", demo.Ended, "", []string{"termination", "termination_approval", "reclaim", "lines"}},
	} {
		t.Run(stop.form+" has the papers of its own case", func(t *testing.T) {
			request := must(play.PlayOn(t.Context(), sample, stop.form, live, stop.script, stop.until))
			if got := ready(t, desk, request); !slices.Equal(got, stop.want) {
				t.Errorf("got  %v\nwant %v", got, stop.want)
			}
		})
	}
}

func TestPapersToCome(t *testing.T) {
	o := apptest.New(t, "luan")
	r := submitted(t, o, 0)
	kinds := func() string {
		var all []string
		for _, option := range r.clerk.Papers(r.look()) {
			all = append(all, string(option.Kind))
		}
		return strings.Join(all, " ")
	}
	t.Run("while a request goes on, what may still come is listed", func(t *testing.T) {
		if got := kinds(); !strings.Contains(got, "go_live") || strings.Contains(got, "trial_end") {
			t.Error(got)
		}
	})
	t.Run("once it has ended, only what has happened", func(t *testing.T) {
		r.do(model.DutyUnit, model.Withdraw, app.Doing{})
		if got := kinds(); got != "application lines" {
			t.Error(got)
		}
	})
}

func TestExtensionsAskedTwice(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := onTrial(t, o, 0, "15")
	ask := func(days string, answer model.Action, note string) {
		r.do(model.DutyUnit, model.AskExtension, app.Doing{Values: model.Values{"days": days}, Note: "第" + days + "天的理由"})
		r.do(model.DutyApproval, answer, app.Doing{Note: note})
	}
	ask("5", model.GrantExtension, "同意第一次。")
	ask("7", model.RefuseExtension, "不同意第二次。")
	t.Run("each time is a paper of its own, with its own days, reason and answer (R17)", func(t *testing.T) {
		first, second := compose(t, r, "extension_1"), compose(t, r, model.PaperExtension)
		says(t, first, "第1次", "第5天的理由", "同意第一次。", `"text":"同意延长","checked":true`, "2026年")
		says(t, second, "第2次", "第7天的理由", "不同意第二次。", `"text":"不同意延长","checked":true`)
		if said(t, first) == said(t, second) || strings.Contains(said(t, second), "第一次") {
			t.Error("the papers are mixed up")
		}
	})
	t.Run("a third time has not been asked for", func(t *testing.T) {
		_, err := o.By(model.DutyApproval).Compose(r.look(), "extension_3")
		refusal(t, err, model.Conflict)
	})
	t.Run("the second has its own file, with its own name", func(t *testing.T) {
		one, two := must(r.clerk.Issue(t.Context(), r.id, "extension_1")), must(r.clerk.Issue(t.Context(), r.id, model.PaperExtension))
		if one.Hash == two.Hash || !strings.HasSuffix(two.Name, "延长试用申请及意见（第2次）.pdf") || strings.Contains(one.Name, "次）") {
			t.Errorf("%s, %s", one.Name, two.Name)
		}
	})
}

func TestGenuinePapers(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	officer := o.By(model.DutyAcceptance)
	file := must(r.clerk.Issue(ctx, r.id, model.PaperApplication))
	pdf := []byte(read(t, r.clerk, file))
	t.Run("an issued file is told, and which paper it is", func(t *testing.T) {
		paper, whole, err := officer.GenuinePaper(ctx, pdf)
		if err != nil || !whole || paper.Kind != model.PaperApplication || paper.File != file || paper.Number != r.look().Request.Number || !paper.Current || paper.By != r.clerk.Person.Name {
			t.Errorf("%+v %v %v", paper, whole, err)
		}
		if code := paper.Code.String(); !strings.HasPrefix(code, "YB1:PJ-SQ-2026-0001:APPLICATION:") {
			t.Error(code)
		}
		if found := must(officer.FindPaper(ctx, paper.Code)); found != paper {
			t.Errorf("%+v", found)
		}
	})
	t.Run("a file that something was added to begins with the issued one", func(t *testing.T) {
		signed := append(bytes.Clone(pdf), "\n1 0 obj\n<<>>\nendobj\n%%EOF\n"...)
		if paper, whole, err := officer.GenuinePaper(ctx, signed); err != nil || whole || paper.File != file {
			t.Errorf("%+v %v %v", paper, whole, err)
		}
	})
	t.Run("a single changed byte is found out, and so is a file of somebody else", func(t *testing.T) {
		changed := bytes.Clone(pdf)
		changed[len(changed)/2] ^= 1
		for _, data := range [][]byte{changed, pdf[:len(pdf)-8], []byte("%PDF-1.4\n%%EOF"), nil} {
			_, _, err := officer.GenuinePaper(ctx, data)
			refusal(t, err, model.NotFound)
		}
	})
	t.Run("a code whose check was changed is not found", func(t *testing.T) {
		code := must(officer.PaperByHash(ctx, file.Hash)).Code
		code.Check = "AAAAAAAAAA"
		_, err := officer.FindPaper(ctx, code)
		refusal(t, err, model.NotFound)
	})
	t.Run("another unit's clerk learns nothing of it", func(t *testing.T) {
		stranger := o.ClerkOf(o.Samples()[1])
		if stranger.Unit.ID == r.clerk.Unit.ID {
			t.Fatal("both samples are of one unit")
		}
		_, _, err := stranger.GenuinePaper(ctx, pdf)
		refusal(t, err, model.NotFound)
		_, err = stranger.FindPaper(ctx, must(officer.PaperByHash(ctx, file.Hash)).Code)
		refusal(t, err, model.NotFound)
	})
	t.Run("of a sheet that was issued again with other words the first is genuine and no longer current", func(t *testing.T) {
		before := must(officer.Issue(ctx, r.id, model.PaperLines))
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		after := must(officer.Issue(ctx, r.id, model.PaperLines))
		if old, now := must(officer.PaperByHash(ctx, before.Hash)), must(officer.PaperByHash(ctx, after.Hash)); old.Current || !now.Current || old.Kind != now.Kind {
			t.Errorf("%+v, %+v", old, now)
		}
	})
}

func TestCaseFile(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "luan")
	request := must(stage(t, o).Play(ctx, o.Samples()[0], "", demo.GivenUp, ""))
	desk := o.By(model.DutyAcceptance)
	var done, all int
	file := must(desk.CaseFile(ctx, request, func(d, a int) { done, all = d, a }))
	t.Run("the index has every issued paper and every filed material, once, in the order of time", func(t *testing.T) {
		seen := map[model.File]bool{}
		for i, e := range file.Entries {
			if seen[e.File] || i > 0 && e.On.Before(file.Entries[i-1].On) || e.Title == "" || e.From == "" {
				t.Errorf("%+v", e)
			}
			seen[e.File] = true
		}
		for _, e := range must(desk.Dossier(ctx, request)).History {
			for _, f := range e.Files {
				if !seen[f] {
					t.Errorf("%s is missing", f.Name)
				}
			}
		}
		if rows := table(t, file.Cover).Rows; len(rows) != len(file.Entries) || done != all || all != len(rows) {
			t.Errorf("%d rows, %d entries, %d of %d", len(rows), len(file.Entries), done, all)
		}
	})
	t.Run("what is a PDF is bound, what is not is listed as kept apart", func(t *testing.T) {
		bound := 0
		for i, e := range file.Entries {
			note := table(t, file.Cover).Rows[i][6]
			if e.Bound {
				bound++
			}
			if e.Bound != strings.HasSuffix(e.File.Name, ".pdf") || e.Bound == strings.Contains(note, "电子文件存于系统") || e.Bound && e.Pages == 0 {
				t.Errorf("%+v: %s", e, note)
			}
		}
		if bound != len(file.Parts) || bound == len(file.Entries) {
			t.Errorf("%d bound of %d, %d parts", bound, len(file.Entries), len(file.Parts))
		}
	})
	t.Run("bound together it has the cover's pages and all others", func(t *testing.T) {
		pdf, _, err := desk.BindCaseFile(ctx, request, nil)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatal(err)
		}
		text := paperText(t, pdf)
		for _, want := range []string{"政务云业务案卷", "案卷目录", "试用结束，资源已回收", "试用资源回收确认单", "政务云使用申请受理通知书"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is missing", want)
			}
		}
	})
	t.Run("a request with nothing issued yet has its materials, and one with no PDF at all nothing to bind", func(t *testing.T) {
		r := submitted(t, o, 1)
		if c := must(desk.CaseFile(ctx, r.id, nil)); len(c.Entries) != len(r.look().Request.Round().Files) {
			t.Errorf("%d entries", len(c.Entries))
		}
	})
}

func TestBlankPapers(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		for c, kind := range map[model.Case]model.DocumentKind{model.Usage: model.PaperApplication, model.Change: model.PaperChange, model.Termination: model.PaperTermination} {
			t.Run("the blank form has every label and nothing filled in: "+string(kind), func(t *testing.T) {
				doc := must(app.BlankPaper(o.Profile(), kind))
				for _, f := range o.Profile().Forms[string(c)].Fields() {
					if f.ID == "major_reasons" { // a checklist under the form's own words
						says(t, doc, o.Profile().Lists[f.List][0].Label)
						continue
					}
					says(t, doc, f.Label)
				}
				if text := said(t, doc); strings.Contains(text, `"checked":true`) || doc.Number != "" || doc.Code != (model.PaperCode{}) || !doc.Date.IsZero() {
					t.Error("something is filled in")
				}
			})
		}
		t.Run("a letter is not filled by hand", func(t *testing.T) {
			_, err := app.BlankPaper(o.Profile(), model.PaperRectification)
			refusal(t, err, model.NotFound)
		})
	})
}

func TestPreviewOfFurtherCases(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		sample := o.Samples()[0]
		live := must(stage(t, o).Play(t.Context(), sample, "", demo.WholeLife, ""))
		clerk := o.ClerkOf(sample)
		change := must(clerk.NewChange(t.Context(), live))
		for i, row := range change.Filling.Rows {
			if row.Values["count"] == "3" {
				change.Filling.Rows[i].Values["count"] = "9"
			}
		}
		t.Run("the draft of a change shows the changed lines only, before and after (R23)", func(t *testing.T) {
			text := paperText(t, must(clerk.PreviewPaper(t.Context(), change)))
			if !strings.Contains(text, "政务云资源变更申请表") || !strings.Contains(text, "3台 ×") || !strings.Contains(text, "9台 ×") || strings.Contains(text, "云存储") {
				t.Error(text)
			}
		})
		t.Run("the draft of a termination shows all that runs (R26)", func(t *testing.T) {
			text := paperText(t, must(clerk.PreviewPaper(t.Context(), must(clerk.NewTermination(t.Context(), live)))))
			if !strings.Contains(text, "政务云服务终止申请表") || !strings.Contains(text, "云存储") {
				t.Error(text)
			}
		})
	})
}

func TestCaseFileWithALockedMaterial(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	draft := o.Draft(o.Samples()[0])
	clerk := o.As(draft.Owner)
	broken := must(clerk.AttachFrom(ctx, "other", "说明.pdf", strings.NewReader("%PDF-1.4\nno more than this")))
	draft.Filling.Files = append(draft.Filling.Files, broken)
	must(clerk.Submit(ctx, draft))
	t.Run("a PDF that cannot be bound stays apart, and the index says so", func(t *testing.T) {
		pdf, file, err := clerk.BindCaseFile(ctx, draft.ID, nil)
		if err != nil || len(pdf) == 0 {
			t.Fatal(err)
		}
		for i, e := range file.Entries {
			if e.File == broken && (e.Bound || !e.Unreadable || !strings.Contains(table(t, file.Cover).Rows[i][6], "不能读取")) {
				t.Errorf("%+v", e)
			}
		}
		if text := paperText(t, pdf); !strings.Contains(text, "说明.pdf") {
			t.Error("it is not in the index")
		}
	})
}
