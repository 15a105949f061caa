package app_test

import (
	"bytes"
	"context"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
	"yunban/model/workday"
)

// judged is an office with a month on record: one system on the cloud with its report, one planned and one exempt, a
// problem that was answered after two hours, an outage of ninety minutes, a survey with two answers.
type judged struct {
	*apptest.Office
	clerk, other, vendor, assessor *app.Desk
	system                         string // the one on the cloud
	month                          string
	report                         string // its report's id
}

func judging(t *testing.T, city string) judged {
	t.Helper()
	o, vendor, month := reported(t, city)
	j := judged{Office: o, clerk: o.ClerkOf(o.Samples()[0]), vendor: vendor, assessor: o.By(model.DutyAssessment), month: month}
	for _, name := range o.Samples() {
		if c := o.ClerkOf(name); c.Unit.ID != j.clerk.Unit.ID {
			j.other = c
		}
	}
	systems := must(j.clerk.Systems(t.Context()))
	j.system = systems[slices.IndexFunc(systems, func(s app.SystemFile) bool { return s.State == model.OnCloud })].ID
	base := systems[0].Values.Clone()
	for name, v := range map[string]model.Values{"档案查询系统": {"migration": "planned", "planned_migration": "2027-01-31", "mlps_filed": "", "mlps_number": "", "mlps_date": ""},
		"涉密以外的专用系统": {"migration": "exempt", "exempt_ground": "《某条例》第五条"}} {
		values := base.Clone()
		for k, said := range v {
			values[k] = said
		}
		values["system_name"] = name
		must(j.clerk.SaveSystem(t.Context(), "", j.clerk.Unit.ID, values))
	}
	f := monthOf(t, vendor, month, 0)
	file := must(j.clerk.System(t.Context(), j.system))
	for i, l := range file.Lines {
		f.Usage = append(f.Usage, app.Utilised{Unit: j.clerk.Unit.ID, System: file.Name(), Instance: l.Name(), CPU: []string{"8", "45"}[min(i, 1)], Memory: []string{"12", "55"}[min(i, 1)]})
	}
	filed := must(vendor.FileMonthlyReport(t.Context(), f, nil))
	j.report = filed[slices.IndexFunc(filed, func(r app.FiledReport) bool { return r.Unit == j.clerk.Unit.ID })].ID
	j.happens(t)
	return j
}

// happens adds what the vendor is judged by.
func (j judged) happens(t *testing.T) {
	t.Helper()
	now := j.Clock.Now()
	ticket := taken(t, j.clerk, app.MatterWork{Kind: model.ProblemTicket, Action: model.ReportProblem, Values: model.Values{"problem_title": "打不开",
		"symptom": "今早起页面打不开", "severity": "three", "contact": "王芳 0564-1234567"}})
	j.Clock.Set(now.Add(2 * time.Hour))
	taken(t, j.vendor, app.MatterWork{Kind: model.ProblemTicket, ID: ticket, Action: model.Respond, Values: model.Values{"handler": "赵磊"}})
	j.Clock.Set(now.Add(5 * time.Hour))
	taken(t, j.vendor, app.MatterWork{Kind: model.ProblemTicket, ID: ticket, Action: model.Solve, Note: "重启", Values: model.Values{"cause": "platform"}})
	taken(t, j.vendor, app.MatterWork{Kind: model.FaultRecord, Action: model.Lodge, Values: model.Values{"fault_title": "核心交换机故障", "fault_kind": "outage", "fault_level": "three",
		"began": model.Moment(now.Add(-90 * time.Minute)), "ended": model.Moment(now), "affected": "全部系统", "service_down": "true"}})
	taken(t, j.vendor, app.MatterWork{Kind: model.FaultRecord, Action: model.Lodge, Values: model.Values{"fault_title": "弱口令被利用", "fault_kind": "security", "fault_level": "three",
		"began": model.Moment(now.Add(-80 * time.Minute)), "ended": model.Moment(now), "affected": j.clerk.Unit.Name + "的一台云主机"}})
	survey := taken(t, j.assessor, app.MatterWork{Kind: model.Survey, Action: model.Release, Values: model.Values{"period": "2026", "from": j.Today().String(), "to": j.Today().AddDays(9).String()}})
	for desk, level := range map[*app.Desk]string{j.clerk: "4", j.other: "2"} {
		taken(t, desk, app.MatterWork{Kind: model.SurveyAnswer, Action: model.Lodge, Values: model.Values{"survey": survey, "satisfaction": level}})
	}
}

// computed asks of a card that a figure is as worked by hand, and rests on such records.
func computed(t *testing.T, card model.Scorecard, id string, want float64, kinds ...model.SubjectKind) {
	t.Helper()
	f, ok := card.Figure(id)
	if !ok || f.Value == nil || math.Abs(*f.Value-want) > 0.005 {
		t.Errorf("%s: %+v, by hand %v", id, f, want)
		return
	}
	for _, k := range kinds {
		if !slices.ContainsFunc(f.Trace, func(s model.Subject) bool { return s.Kind == k && s.ID != "" }) {
			t.Errorf("%s does not lead to a %s: %v", id, k, f.Trace)
		}
	}
}

func TestAssessingAUnit(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			j := judging(t, city)
			query := app.AssessmentQuery{Subject: model.AssessUnit, Unit: j.clerk.Unit.ID, Period: "2026"}
			card := must(j.assessor.Assess(t.Context(), query))
			t.Run("the figures are those of the office's own records and lead to them (R51, T19)", func(t *testing.T) {
				computed(t, card, "cloud_ratio", 100/3.0, model.SystemSubject)
				computed(t, card, "cloud_ratio_bound", 50, model.SystemSubject)
				computed(t, card, "mlps_filed", 200/3.0, model.SystemSubject)
				computed(t, card, "persons_named", 100, model.SystemSubject)
				computed(t, card, "incidents", 1, model.FaultRecord)
				f, _ := card.Figure("idle_share")
				if f.Value == nil || *f.Value <= 0 || *f.Value >= 100 || !slices.Contains(f.Trace, model.Subject{Kind: model.MonthlyReport, ID: j.report}) {
					t.Errorf("%+v", f)
				}
			})
			t.Run("a unit without anything has no data (R51)", func(t *testing.T) {
				empty := must(j.assessor.Assess(t.Context(), app.AssessmentQuery{Subject: model.AssessUnit, Unit: j.assessor.Unit.ID, Period: "2026"}))
				if empty.Score != nil || empty.GradeName(j.Profile()) != model.NoData {
					t.Errorf("%+v", empty)
				}
			})
			t.Run("an assessment of a year that is over tells how things stood at its end (R51)", func(t *testing.T) {
				j.Clock.Set(workday.Date{Year: 2027, Month: time.March, Day: 1}.Start().Add(9 * time.Hour))
				v := must(j.clerk.System(t.Context(), j.system)).Values.Clone()
				v["system_name"] = "明年才登记的系统"
				must(j.clerk.SaveSystem(t.Context(), "", j.clerk.Unit.ID, v))
				computed(t, must(j.assessor.Assess(t.Context(), query)), "cloud_ratio", 100/3.0)
				later := query
				later.Period = "2027"
				computed(t, must(j.assessor.Assess(t.Context(), later)), "cloud_ratio", 25)
			})
			t.Run("a period to come, an unknown unit and a mark without a reason are refused", func(t *testing.T) {
				for field, q := range map[string]app.AssessmentQuery{"period": {Subject: model.AssessUnit, Unit: query.Unit, Period: "2030"}, "subject": {Subject: "moon", Period: "2026"},
					"marks.idle": {Subject: model.AssessUnit, Unit: query.Unit, Period: "2026", Marks: map[string]model.Mark{"idle": {Percent: ptr(90)}}},
					"marks.love": {Subject: model.AssessUnit, Unit: query.Unit, Period: "2026", Marks: map[string]model.Mark{"love": {Remark: "好"}}}} {
					if _, err := j.assessor.Assess(t.Context(), q); !slices.ContainsFunc(problemList(err), func(p model.Problem) bool { return p.Field == field }) {
						t.Errorf("%s: %v", field, err)
					}
				}
				if _, err := j.assessor.Assess(t.Context(), app.AssessmentQuery{Subject: model.AssessUnit, Unit: "moon", Period: "2026"}); model.KindOf(err) != model.NotFound {
					t.Error(err)
				}
			})
			t.Run("no unit computes an assessment, neither its own nor another's (R51)", func(t *testing.T) {
				for _, d := range []*app.Desk{j.clerk, j.other} {
					if _, err := d.Assess(t.Context(), query); model.KindOf(err) != model.Forbidden {
						t.Error(err)
					}
				}
			})
		})
	}
}

func ptr(f float64) *float64 { return &f }

func TestPublishingAnAssessment(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			j, ctx := judging(t, city), context.Background()
			query := app.AssessmentQuery{Subject: model.AssessUnit, Unit: j.clerk.Unit.ID, Period: "2026", Advice: "退回闲置资源。",
				Marks: map[string]model.Mark{"security": {Percent: ptr(95), Remark: "主动上报"}}}
			if _, err := j.vendor.PublishAssessment(ctx, query); model.KindOf(err) != model.Forbidden {
				t.Error("the vendor publishes:", err)
			}
			id := must(j.assessor.PublishAssessment(ctx, query)).Subject.ID
			file, frozen, err := j.assessor.Published(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			t.Run("what is published is frozen, whatever happens to the records and the weights since (R51)", func(t *testing.T) {
				must(j.assessor.SetMeasures(ctx, with(j.Profile().Measures, "unit_weight_cloud_ratio", "90"), "加大上云比例的权重"))
				_, again, err := j.assessor.Published(ctx, id)
				if err != nil || *again.Score != *frozen.Score || again.Measures["unit_weight_cloud_ratio"] != "40" {
					t.Errorf("%v, %v, %v", *again.Score, *frozen.Score, err)
				}
				anew := must(j.assessor.Assess(ctx, query))
				if anew.Measures["unit_weight_cloud_ratio"] != "90" || *anew.Score == *frozen.Score {
					t.Errorf("computed anew: %v by %v", *anew.Score, anew.Measures)
				}
				if h := must(j.assessor.MeasureHistory(ctx)); len(h) != 1 || h[0].Acts[0].Note == "" || h[0].Acts[0].By == "" {
					t.Errorf("%+v", h)
				}
			})
			t.Run("the record says the scores in words, and which a person gave (R51)", func(t *testing.T) {
				rows := model.RowsOf(file.Lines, "scores")
				if len(rows) != len(j.Profile().Lists["unit_indicators"]) || file.Number == "" || file.Values["score"] != model.Decimal(*frozen.Score) {
					t.Fatalf("%+v", file)
				}
				last := rows[len(rows)-1].Values
				if last["manual"] != model.True || !strings.Contains(last["reason"], "人工评分95") || rows[0].Values["manual"] != "" {
					t.Errorf("%v", last)
				}
			})
			t.Run("it cannot be published twice (R51)", func(t *testing.T) {
				refusedAs(t, second(j.assessor.PublishAssessment(ctx, query)), "period", "problem.assessed_already")
			})
			t.Run("its unit reads it and acknowledges it; another unit does not know of it (R51)", func(t *testing.T) {
				if _, card, err := j.clerk.Published(ctx, id); err != nil || len(card.Indicators) == 0 {
					t.Error(err)
				}
				taken(t, j.clerk, app.MatterWork{Kind: model.Assessment, ID: id, Action: model.Receive})
				if _, _, err := j.other.Published(ctx, id); model.KindOf(err) != model.NotFound {
					t.Error(err)
				}
				if all := must(j.other.Matters(ctx, model.Assessment)); len(all) != 0 {
					t.Error(all)
				}
				if _, err := j.other.IssueScore(ctx, id); model.KindOf(err) != model.NotFound {
					t.Error(err)
				}
			})
			t.Run("its paper says every score, and its workbook every figure and the records behind (R51)", func(t *testing.T) {
				paper := must(j.assessor.IssueScore(ctx, id))
				if !strings.HasPrefix(paper.Name, file.Number) {
					t.Error(paper.Name)
				}
				var b bytes.Buffer
				if err := j.assessor.WriteScorecard(ctx, &b, frozen, file.Number, must(wire.Words(words.Chinese)).Text); err != nil {
					t.Fatal(err)
				}
				text := bookText(t, &b)
				for _, want := range []string{"云计算化比例", "33.33%", "在政务云上1个÷全部应用系统3个", "档案查询系统", "人工", file.Number, "退回闲置资源。"} {
					if !strings.Contains(text, want) {
						t.Errorf("the workbook lacks %q", want)
					}
				}
			})
		})
	}
}

func with(v model.Values, id, said string) model.Values {
	v = v.Clone()
	v[id] = said
	return v
}

func second[T any](_ T, err error) error { return err }

// refusedAs asks of a refusal that it names a problem.
func refusedAs(t *testing.T, err error, field, key string) {
	t.Helper()
	if !slices.ContainsFunc(problemList(err), func(p model.Problem) bool { return p.Field == field && p.Key == key }) {
		t.Errorf("%v; want %s at %s", err, key, field)
	}
}

// bookText is everything that a workbook says.
func bookText(t *testing.T, b *bytes.Buffer) string {
	t.Helper()
	f := must(excelize.OpenReader(b))
	defer f.Close()
	var text strings.Builder
	for _, name := range f.GetSheetList() {
		for _, row := range must(f.GetRows(name)) {
			text.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	return text.String()
}

func TestAssessingTheVendor(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			j := judging(t, city)
			card := must(j.assessor.Assess(t.Context(), app.AssessmentQuery{Subject: model.AssessVendor, Period: "2026"}))
			t.Run("clocks, problems, faults and answers give its figures, each with its records (R52, R15, R24, R28, R30, R33)", func(t *testing.T) {
				computed(t, card, "on_time", 100, model.RequestSubject)
				computed(t, card, "tickets_in_time", 100, model.ProblemTicket)
				computed(t, card, "response_mean", 2, model.ProblemTicket)
				computed(t, card, "solution_mean", 5, model.ProblemTicket)
				computed(t, card, "satisfaction", 80, model.SurveyAnswer)
				computed(t, card, "satisfaction_2", 50, model.SurveyAnswer)
				computed(t, card, "down_minutes", 90, model.FaultRecord)
				computed(t, card, "security_events", 1, model.FaultRecord)
				computed(t, card, "availability_reported", 99.98, model.MonthlyReport)
			})
			t.Run("the vendor may see its own figures before they are published, a unit may not (R52)", func(t *testing.T) {
				if _, err := j.vendor.Assess(t.Context(), app.AssessmentQuery{Subject: model.AssessVendor, Period: "2026"}); err != nil {
					t.Error(err)
				}
				if _, err := j.clerk.Assess(t.Context(), app.AssessmentQuery{Subject: model.AssessVendor, Period: "2026"}); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
			})
			t.Run("its paper has a row for each level of satisfaction (R52, T18)", func(t *testing.T) {
				id := must(j.assessor.PublishAssessment(t.Context(), app.AssessmentQuery{Subject: model.AssessVendor, Period: "2026"})).Subject.ID
				taken(t, j.vendor, app.MatterWork{Kind: model.Assessment, ID: id, Action: model.Receive})
				paper := must(j.assessor.IssueScore(t.Context(), id))
				if paper.Size == 0 {
					t.Error(paper)
				}
				if _, _, err := j.clerk.Published(t.Context(), id); model.KindOf(err) != model.NotFound {
					t.Error("a unit reads the vendor's assessment:", err)
				}
			})
		})
	}
}

func TestResourceLedger(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			j := judging(t, city)
			reader := j.By(model.DutyReading)
			runs := model.TotalsAt(must(reader.System(t.Context(), j.system)).Lines, model.StageDelivered)
			t.Run("what a system has by zone adds up to what runs, with its use (R21, R51)", func(t *testing.T) {
				var sum model.Totals
				used := false
				for _, r := range must(reader.ResourceLedger(t.Context(), j.clerk.Unit.ID)) {
					if r.System == j.system {
						sum = sum.Plus(r.Delivered)
						used = used || r.CPU != nil && r.Month == j.month
					}
				}
				if sum != runs || !used {
					t.Errorf("%+v, runs %+v, used %v", sum, runs, used)
				}
			})
			t.Run("a unit sees its own only, and nothing of the platform (R04)", func(t *testing.T) {
				for _, r := range must(j.other.ResourceLedger(t.Context(), "")) {
					if r.Unit != j.other.Unit.ID {
						t.Errorf("%+v", r)
					}
				}
				if _, err := j.other.ResourceLedger(t.Context(), j.clerk.Unit.ID); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
				if _, err := j.other.Pool(t.Context()); model.KindOf(err) != model.Forbidden {
					t.Error(err)
				}
			})
			t.Run("an idle line is pointed out with its figures, and its change can be drafted (R51)", func(t *testing.T) {
				all := must(j.clerk.Suggestions(t.Context(), ""))
				i := slices.IndexFunc(all, func(s app.Suggestion) bool { return s.Kind == app.SuggestIdle })
				if i < 0 {
					t.Fatalf("%+v", all)
				}
				draft := must(j.clerk.DraftFor(t.Context(), all[i]))
				reason := draft.Filling.Values["reason"]
				month, _ := model.ParsePeriod(j.month)
				if !strings.Contains(reason, "8%") || !strings.Contains(reason, month.Chinese()) || strings.ContainsAny(reason, "{}") || draft.Case != model.Change {
					t.Errorf("%q", reason)
				}
				row := draft.Filling.Rows[slices.IndexFunc(draft.Filling.Rows, func(r model.Row) bool { return r.ID == all[i].Use.Line.ID })]
				if n, _ := row.Values.Int("count"); n != all[i].After.Count && row.Values[model.RemoveLine] != model.True {
					t.Errorf("%+v, should be %+v", row, all[i].After)
				}
				for _, p := range j.clerk.Check(draft) {
					if strings.HasPrefix(p.Field, "rows") || p.Field == "reason" || p.Field == "categories" {
						t.Errorf("the draft is wrong: %+v", p)
					}
				}
			})
			t.Run("beside a request stands the pool before and after it (R21)", func(t *testing.T) {
				zone := j.Profile().Lists["zones"][0].ID
				taken(t, j.vendor, app.MatterWork{Kind: model.Capacity, Action: model.Lodge, Values: model.Values{"as_of": j.Today().String()}, Lines: []model.Line{
					{Resource: "pool", Values: model.Values{"zone": zone, "vcpu": "10", "memory_gb": "100000", "storage_gb": "1000000"}}}})
				filed := submitted(t, j.Office, 1)
				pool := must(reader.PoolFor(t.Context(), filed.look().Request.ID))
				asked := model.TotalsAt(filed.look().Request.Lines, model.StageAsked)
				var before, change model.Totals
				for _, r := range pool.Rows {
					before, change = before.Plus(r.Before), change.Plus(r.Change)
					if r.After != r.Before.Plus(r.Change) || (r.Capacity != nil) != (r.Zone == zone) || r.Short && r.Capacity == nil {
						t.Errorf("%+v", r)
					}
					if r.Zone == zone && r.Change.VCPU > 0 && !r.Short {
						t.Errorf("ten cores are enough: %+v", r)
					}
				}
				if change != asked || before.VCPU < runs.VCPU {
					t.Errorf("change %+v of asked %+v, before %+v with %+v running", change, asked, before, runs)
				}
				whole := must(reader.Pool(t.Context()))
				for i, r := range whole.Rows {
					if r.Before != pool.Rows[i].Before || r.Change != (model.Totals{}) {
						t.Errorf("a request that is not approved holds nothing: %+v", r)
					}
				}
			})
			t.Run("while a change is open none can be drafted, and of a system that is being ended nothing is suggested (R51)", func(t *testing.T) {
				suggested := func() (n int, drafted bool) {
					for _, s := range must(j.clerk.Suggestions(t.Context(), "")) {
						if s.Use != nil && s.System == j.system {
							n, drafted = n+1, drafted || s.Draft
						}
					}
					return n, drafted
				}
				if n, drafted := suggested(); n == 0 || !drafted {
					t.Fatal("nothing to begin with")
				}
				change := must(j.clerk.Submit(t.Context(), changeDraft(t, j.clerk, j.system))).Subject.ID
				if n, drafted := suggested(); n == 0 || drafted {
					t.Errorf("beside an open change: %d, to be drafted: %v", n, drafted)
				}
				must(j.clerk.Do(t.Context(), app.Doing{Request: change, Action: model.Withdraw, Note: "暂缓"}))
				j.Clock.Set(j.Clock.Now().AddDate(1, 0, 0)) // the sample's days have come
				end := must(j.clerk.NewTermination(t.Context(), j.system))
				maps.Copy(end.Filling.Values, sampleForm(t, filepath.Join("..", "assets", "samples", city, j.Samples()[0]), "termination.json").Values)
				must(j.clerk.Submit(t.Context(), end))
				if n, _ := suggested(); n > 0 {
					t.Errorf("%d suggestions for a system that is being ended", n)
				}
			})
		})
	}
}
