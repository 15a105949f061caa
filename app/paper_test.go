package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// said is everything that a paper says, as one text.
func said(t *testing.T, doc model.Document) string {
	t.Helper()
	return strings.ReplaceAll(string(must(json.Marshal(doc))), `\n`, "\n")
}

func says(t *testing.T, doc model.Document, all ...string) {
	t.Helper()
	text := said(t, doc)
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", doc.Kind, want)
		}
	}
	if left := unfilled.FindString(text); left != "" {
		t.Errorf("%s leaves %s to be filled in", doc.Kind, left)
	}
}

// unfilled is a name that nothing was put in for.
var unfilled = regexp.MustCompile(`\{[a-z][a-z_.]*\}`)

func compose(t *testing.T, r request, kind model.DocumentKind) model.Document {
	t.Helper()
	return must(r.office.By(model.DutyApproval).Compose(r.look(), kind))
}

// table finds the first table of a paper.
func table(t *testing.T, doc model.Document) model.Table {
	t.Helper()
	for _, b := range doc.Blocks {
		if found, ok := b.(model.Table); ok {
			return found
		}
	}
	t.Fatalf("%s has no table", doc.Kind)
	return model.Table{}
}

func day(t *testing.T, doc model.Document) string {
	t.Helper()
	for _, b := range doc.Blocks {
		if c, ok := b.(model.Closing); ok && !c.Date.Equal(doc.Date) {
			t.Errorf("%s ends on %s and bears %s", doc.Kind, c.Date, doc.Date)
		}
	}
	return model.ChineseDate(doc.Date)
}

func TestPapers(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		p := o.Profile()
		authority, regulation := p.Word("authority"), strings.Trim(p.Title, "《》")
		r := submitted(t, o, 0)
		unit, system, number := r.look().Request.Values()["unit_name"], r.look().Request.Title(), r.look().Request.Number
		r.on("2026-02-12")
		r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "一、材料不全；\n二、依据不足。"})
		t.Run("the written opinion of non-acceptance gives the opinion, the article and the way back (R13)", func(t *testing.T) {
			doc := compose(t, r, model.PaperNotAccepted)
			if doc.Title != "政务云使用申请不予受理意见书" || doc.Style != model.StyleLetter || doc.Number != number || doc.Issuer != authority || day(t, doc) != "2026年2月12日" {
				t.Errorf("%+v", doc)
			}
			if doc.Blocks[0] != (model.Addressee{Text: unit}) {
				t.Errorf("to %+v", doc.Blocks[0])
			}
			says(t, doc, "2026年2月11日", system, number, "第1轮", "《"+regulation+"》"+inCity(o, "第八条", "第十二条"), "一、材料不全；\n二、依据不足。", "重新提交")
		})
		r.on("2026-02-13")
		must(r.clerk.Submit(t.Context(), must(r.clerk.NewRound(t.Context(), r.id))))
		t.Run("the application is the form as it was filed, in its last round (R11)", func(t *testing.T) {
			doc := compose(t, r, model.PaperApplication)
			if doc.Title != "政务云使用申请表" || doc.Style != model.StyleForm || doc.Issuer != unit || day(t, doc) != "2026年2月13日" {
				t.Errorf("%+v", doc)
			}
			says(t, doc, "第2轮", number, "填表依据：《"+regulation+"》"+inCity(o, "第七条", "第十一条"), authority+"意见", p.Word("vendor")+"意见")
			round := r.look().Request.Round()
			for _, f := range p.Forms["usage"].Fields() {
				if v := round.Values[f.ID]; v != "" && f.Asked(round.Values) {
					shown := strings.ReplaceAll(string(must(json.Marshal(f.Display(p, v)))), `\n`, "\n")
					if on, err := workday.ParseDate(v); err == nil {
						shown = on.Chinese()
					}
					if f.Kind == model.DeclarationField {
						shown = `"checked":true`
					}
					says(t, doc, f.Label, strings.Trim(shown, `"`))
				}
			}
			for _, f := range round.Files {
				says(t, doc, f.Name)
			}
			if lines := table(t, doc); len(lines.Rows) != len(round.Lines) {
				t.Errorf("%d of %d lines", len(lines.Rows), len(round.Lines))
			}
		})
		r.on("2026-02-24")
		r.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全。"})
		t.Run("the notice of acceptance says by when there will be an opinion (R12, R14)", func(t *testing.T) {
			doc := compose(t, r, model.PaperAcceptance)
			if doc.Title != "政务云使用申请受理通知书" || doc.Issuer != authority || day(t, doc) != "2026年2月24日" || doc.Blocks[0] != (model.Addressee{Text: unit}) {
				t.Errorf("%+v", doc)
			}
			says(t, doc, "2026年2月13日", "第2轮", inCity(o, "第八条", "第十二条"), "材料齐全。", "2个工作日内，即2026年2月26日前")
		})
		t.Run("the opinion of non-acceptance stays what it was", func(t *testing.T) {
			says(t, compose(t, r, model.PaperNotAccepted), "第1轮", "2026年2月11日", "一、材料不全")
		})
		r.on("2026-02-25")
		asked := r.look().Request.Lines[0]
		fewer := asked.Asked.With("count", asked.Asked.Count-1)
		r.do(model.DutyApproval, model.Approve, app.Doing{Note: "核减一台。", Lines: []model.Line{{ID: asked.ID, Approved: &fewer}}})
		t.Run("the sheet of approval has asked and approved side by side, the result and the opinion (R14, T15)", func(t *testing.T) {
			doc := compose(t, r, model.PaperApproval)
			if doc.Title != "政务云资源审批意见表" || day(t, doc) != "2026年2月25日" || doc.Issuer != authority {
				t.Errorf("%+v", doc)
			}
			says(t, doc, `"text":"同意，资源数量按核定调整","checked":true`, "核减一台。", `"name":"`+o.By(model.DutyApproval).Person.Name+`"`,
				inCity(o, "第八条", "第十二条"), inCity(o, "在2个工作日内", "在3个工作日内"), inCity(o, "（第九条）", "（第十三条）"), "2026年2月26日", "第三级")
			for i, row := range table(t, doc).Rows {
				if same := row[3] == row[4]; same == (i == 0) || strings.HasSuffix(row[3], "× ") {
					t.Errorf("line %d: asked %q, approved %q", i+1, row[3], row[4])
				}
			}
		})
		r.do(model.DutyDelivery, model.Deliver, delivery("15"))
		for _, kind := range model.TestKinds {
			r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
		}
		r.do(model.DutyUnit, model.FileReport, report(r))
		r.do(model.DutyUnit, model.SubmitTests, app.Doing{Note: "提前完成"})
		r.do(model.DutyFinalReview, model.PassReview, app.Doing{Note: "测试充分，同意开通。"})
		r.on("2026-03-20")
		r.do(model.DutyDelivery, model.GoLive, app.Doing{})
		t.Run("the notice of going live has the formal quota (R20)", func(t *testing.T) {
			doc := compose(t, r, model.PaperGoLive)
			if doc.Title != "政务云应用系统开通通知书" || day(t, doc) != "2026年3月20日" || doc.Blocks[0] != (model.Addressee{Text: unit}) {
				t.Errorf("%+v", doc)
			}
			says(t, doc, "自2026年3月20日起正式开通", "测试充分，同意开通。", inCity(o, "第十条", "第十四条"), p.Word("vendor"), authority)
			quota := table(t, doc)
			if got, want := quota.Rows[0][len(quota.Rows[0])-1], fmt.Sprint(fewer.Count); got != want || len(quota.Rows) != len(r.look().Request.Lines) {
				t.Errorf("%q, want %q", got, want)
			}
		})
		t.Run("every paper bears the mark of a demonstration", func(t *testing.T) {
			for _, option := range o.By(model.DutyReading).Papers(r.look()) {
				if !option.Ready {
					continue
				}
				if doc := compose(t, r, option.Kind); !doc.Sandbox || !strings.HasPrefix(option.Title, doc.Title) || !strings.HasPrefix(string(option.Kind), string(doc.Kind)) {
					t.Errorf("%+v", option)
				}
			}
		})
	})
}

func TestRefusedApproval(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 1)
	r.do(model.DutyAcceptance, model.Accept, app.Doing{})
	r.do(model.DutyApproval, model.Disapprove, app.Doing{Note: "功能重复。"})
	t.Run("a disapproval approves nothing of any line (T7)", func(t *testing.T) {
		doc := compose(t, r, model.PaperApproval)
		says(t, doc, `"text":"不同意","checked":true`, "功能重复。")
		lines := table(t, doc)
		for _, row := range append(lines.Rows, lines.Total) {
			if row[4] != "—" {
				t.Errorf("%q", row)
			}
		}
	})
}

func TestTheDayOfAPaper(t *testing.T) {
	o := apptest.New(t, "luan")
	r := submitted(t, o, 1)
	o.Clock.Set(time.Date(2026, time.February, 12, 0, 30, 0, 0, workday.Shanghai))
	t.Run("what is decided half an hour after midnight bears the new day, though Greenwich has the old one", func(t *testing.T) {
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		if got := day(t, compose(t, r, model.PaperAcceptance)); got != "2026年2月12日" {
			t.Error(got)
		}
		r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		doc := compose(t, r, model.PaperApproval)
		for _, b := range doc.Blocks {
			if box, ok := b.(model.OpinionBox); ok && model.ChineseDate(box.Date) != "2026年2月12日" {
				t.Error(box.Date)
			}
		}
	})
	t.Run("a due day beyond the last notice says that it is provisional (T21)", func(t *testing.T) {
		late := submitted(t, o, 1)
		late.on("2026-12-31")
		late.do(model.DutyAcceptance, model.Accept, app.Doing{})
		says(t, compose(t, late, model.PaperAcceptance), "（暂定）前提出审批意见")
	})
}

func TestIssuing(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	officer := o.By(model.DutyAcceptance)
	issues := func() (n int) {
		for _, e := range r.look().History {
			if e.Action == model.Issue {
				n++
			}
		}
		return n
	}
	t.Run("a paper about what has not happened is refused, by its title", func(t *testing.T) {
		for _, kind := range []model.DocumentKind{model.PaperAcceptance, model.PaperNotAccepted, model.PaperApproval, model.PaperGoLive} {
			_, err := officer.Issue(ctx, r.id, kind)
			if e := refusal(t, err, model.Conflict); e.Key != "error.paper_not_ready" || e.Args["paper"] == "" {
				t.Error(e)
			}
		}
		_, err := officer.Issue(ctx, r.id, "love_letter")
		refusal(t, err, model.NotFound)
		if issues() != 0 {
			t.Error("something was written")
		}
	})
	first := must(r.clerk.Issue(ctx, r.id, model.PaperApplication))
	t.Run("a paper is kept with its hash, on record, before anybody sees it", func(t *testing.T) {
		if text := read(t, r.clerk, first); !strings.HasPrefix(text, "%PDF-") || int64(len(text)) != first.Size {
			t.Errorf("%d bytes, said to be %d", len(text), first.Size)
		}
		last := r.look().History[1]
		if last.Action != model.Issue || last.Values["paper"] != "application" || !slices.Equal(last.Files, []model.File{first}) || last.Actor != r.clerk.Person.ID {
			t.Errorf("%+v", last)
		}
		if first.Name != "PJ-SQ-2026-0001 政务云使用申请表.pdf" {
			t.Error(first.Name)
		}
	})
	t.Run("issued again, by anybody, at any time, it is the same file and one record", func(t *testing.T) {
		o.Clock.Set(o.Clock.Now().Add(100 * time.Hour))
		o.Reopen()
		if again := must(o.By(model.DutyApproval).Issue(ctx, r.id, model.PaperApplication)); again != first || issues() != 1 {
			t.Errorf("%+v, %d records", again, issues())
		}
	})
	t.Run("of a new round it is another paper, and its name says so (T5)", func(t *testing.T) {
		r.clerk = o.As(r.clerk.Person.ID)
		r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "不全"})
		must(r.clerk.Submit(ctx, must(r.clerk.NewRound(ctx, r.id))))
		second := must(r.clerk.Issue(ctx, r.id, model.PaperApplication))
		if second.Hash == first.Hash || second.Name != "PJ-SQ-2026-0001 政务云使用申请表（第2轮）.pdf" || issues() != 2 {
			t.Errorf("%+v, %d records", second, issues())
		}
		for _, option := range r.clerk.Papers(r.look()) {
			if option.Kind == model.PaperApplication && *option.Issued != second {
				t.Errorf("%+v", option.Issued)
			}
		}
	})
	t.Run("afterwards the store verifies", func(t *testing.T) {
		if broken := must(o.Store.Verify(ctx, nil)); len(broken) > 0 {
			t.Error(broken)
		}
	})
}

func TestPreviewOfThePaper(t *testing.T) {
	o := apptest.New(t, "luan")
	draft := o.Draft(o.Samples()[0])
	clerk := o.ClerkOf(o.Samples()[0])
	t.Run("a draft can be seen as the paper that it would be, also when it is half filled", func(t *testing.T) {
		delete(draft.Filling.Values, "reason")
		draft.Filling.Rows[0].Values["count"] = "many"
		data := must(clerk.PreviewPaper(t.Context(), draft))
		if !bytes.HasPrefix(data, []byte("%PDF")) {
			t.Error("this is no PDF")
		}
	})
	t.Run("looking at it issues nothing", func(t *testing.T) {
		if events := must(o.Store.Events(t.Context(), model.Subject{Kind: model.RequestSubject, ID: draft.ID})); len(events) != 0 {
			t.Errorf("%+v", events)
		}
	})
}
