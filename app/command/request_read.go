package command

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

const timeForm = time.RFC3339

func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(workday.Shanghai).Format(timeForm)
}

func dueOrNull(d model.Deadline) any {
	if d.None() {
		return nil
	}
	return d.Due.String()
}

func (c *call) requestList() *cobra.Command {
	var f app.Filter
	var limit int
	var after string
	cmd := &cobra.Command{Use: "list", Short: "Queues and search", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.list(cmd.Context(), d, f, limit, after) })
		}}
	cmd.Flags().StringVar(&f.Queue, "queue", "", "one of the person's queues, such as due_soon or overdue; or drafts")
	cmd.Flags().StringVar(&f.Status, "status", "", "only this status; change.submitted is that of one kind")
	cmd.Flags().StringVar(&f.Case, "kind", "", "only this kind: usage, change or termination")
	cmd.Flags().StringVar(&f.Due, "due", "", "only what is due_soon or overdue")
	cmd.Flags().StringVar(&f.Unit, "unit", "", "only this unit's, by its id")
	cmd.Flags().StringVar(&f.Level, "level", "", "only this protection level")
	cmd.Flags().StringVar(&f.From, "from", "", "filed on or after this day")
	cmd.Flags().StringVar(&f.To, "to", "", "filed on or before this day")
	cmd.Flags().StringVar(&f.Text, "text", "", "words; two Chinese characters are enough")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many at most")
	cmd.Flags().StringVar(&after, "after", "", "the cursor of the page before")
	return cmd
}

// listed is a request in a list, as others read it.
type listed struct {
	ID          string       `json:"id"`
	Number      string       `json:"number"`
	Kind        model.Case   `json:"kind"`
	Title       string       `json:"title"`
	Unit        string       `json:"unit"`
	Status      model.Status `json:"status"`
	Since       string       `json:"since"`
	Due         any          `json:"due"` // null where the text gives no limit
	Overdue     bool         `json:"overdue"`
	Provisional bool         `json:"provisional"`
	Pending     bool         `json:"pending"` // waits for the hub; never on a desk that is its own
}

func (c *call) list(ctx context.Context, d *app.Desk, f app.Filter, limit int, after string) error {
	if f.Queue == "drafts" {
		return c.listDrafts(ctx, d)
	}
	q, err := d.Ask(ctx, f)
	if err != nil {
		return err
	}
	q.Limit, q.After = limit, after
	items, next, err := d.List(ctx, q)
	if err != nil {
		return err
	}
	page := struct {
		Items []listed `json:"items"`
		Next  string   `json:"next"`
	}{Items: []listed{}, Next: next}
	var lines []string
	for _, it := range items {
		page.Items = append(page.Items, listed{it.ID, it.Number, it.Case, it.Title, it.UnitName, it.Status, when(it.Since),
			dueOrNull(it.Due), it.Urgency == model.Overdue, it.Due.Provisional, it.Pending})
		lines = append(lines, fmt.Sprintf("%s　%s　%s　%s　%s", it.Number, it.Title, it.UnitName,
			c.words.Text(model.StatusKey(it.Case, it.Status)), it.Due.Due))
	}
	return c.answer(page, lines...)
}

func (c *call) listDrafts(ctx context.Context, d *app.Desk) error {
	drafts, err := d.Drafts(ctx)
	if err != nil {
		return err
	}
	items := []map[string]any{}
	var lines []string
	for _, draft := range drafts {
		items = append(items, map[string]any{"id": draft.ID, "title": draft.Title(), "kind": draft.Case, "status": "draft",
			"saved": when(draft.Saved), "request": draft.Request})
		lines = append(lines, draft.ID+"　"+draft.Title())
	}
	return c.answer(map[string]any{"items": items, "next": ""}, lines...)
}

func (c *call) requestShow() *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: "The whole request", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.show(cmd.Context(), d, args[0]) })
		}}
}

// shownRound is one submission, as others read it.
type shownRound struct {
	No        int           `json:"no"`
	Submitted string        `json:"submitted"`
	By        string        `json:"by"`
	Fields    model.Values  `json:"fields"`
	Lines     []model.Line  `json:"lines"`
	Files     []model.File  `json:"files"`
	Answer    *shownOpinion `json:"answer,omitempty"`
	Check     model.Values  `json:"check,omitempty"`
}

type shownOpinion struct {
	Action model.Action `json:"action"`
	Note   string       `json:"note,omitempty"`
	By     string       `json:"by"`
	At     string       `json:"at"`
}

func opinion(o model.Opinion) *shownOpinion {
	if o.Action == "" {
		return nil
	}
	return &shownOpinion{o.Action, o.Note, o.By, when(o.At)}
}

func countersigned(r model.Request) []*shownOpinion {
	shown := []*shownOpinion{}
	for _, c := range r.Countersigned {
		shown = append(shown, opinion(c.Opinion))
	}
	return shown
}

// shownOption is an action that this person may or may not take now.
type shownOption struct {
	Action model.Action  `json:"action"`
	May    bool          `json:"may"`
	Why    string        `json:"why,omitempty"`
	Open   []saidProblem `json:"open,omitempty"`
}

func (c *call) show(ctx context.Context, d *app.Desk, called string) error {
	id, err := c.requestCalled(ctx, d, called)
	if err != nil {
		return err
	}
	file, err := d.Dossier(ctx, id)
	if err != nil {
		return err
	}
	r := file.Request
	pending := slices.ContainsFunc(file.History, model.Event.Pending)
	shown := map[string]any{"id": r.ID, "number": r.Number, "kind": r.Case, "title": r.Title(), "unit": r.Values()["unit_name"],
		"profile": r.Profile, "status": r.Status, "pending": pending, "since": when(r.Since), "last": r.Last, "deadline": dueShown(file),
		"fields": r.Values(), "lines": r.Lines, "rounds": shownRounds(r), "files": r.Round().Files, "tests": r.Tests,
		"third_party_report": r.Report, "trial": trialShown(r, file), "approval": opinion(r.Approval), "countersigned": countersigned(r), "review": opinion(r.Review),
		"live": when(r.LiveAt), "running": r.Runs, "adjustments": shownAdjustments(r), "can": c.options(file.Options), "papers": shownPapers(d.Papers(file)), "history": c.history(file.History)}
	lines := []string{r.Number + "　" + r.Title() + "　" + c.words.Text(model.StatusKey(r.Case, r.Status))}
	for _, e := range file.History {
		lines = append(lines, fmt.Sprintf("%s　%s　%s　%s", when(e.At), e.ActorName, c.words.Text("action."+string(e.Action)), e.Note))
	}
	return c.answer(shown, lines...)
}

// shownAdjustment is one elastic scaling of a live system.
type shownAdjustment struct {
	At    string       `json:"at"`
	By    string       `json:"by"`
	Note  string       `json:"note,omitempty"`
	Lines []model.Line `json:"lines"`
}

func shownAdjustments(r model.Request) []shownAdjustment {
	var shown []shownAdjustment
	for _, a := range r.Adjustments {
		shown = append(shown, shownAdjustment{when(a.At), a.By, a.Note, a.Lines})
	}
	return shown
}

func dueShown(file app.Dossier) any {
	if file.Due.None() {
		return map[string]any{"due": nil, "limit": "none"}
	}
	return map[string]any{"due": file.Due.Due, "days": file.Due.Days, "unit": file.Due.Unit, "article": file.Due.Article,
		"provisional": file.Due.Provisional, "urgency": file.Urgency, "left": file.DaysLeft}
}

func trialShown(r model.Request, file app.Dossier) any {
	if r.Delivered.IsZero() {
		return nil
	}
	shown := map[string]any{"delivered": when(r.Delivered), "days": r.TrialDays, "handover": raw(r.Delivery)}
	if r.Extension != nil {
		shown["extension_asked"] = map[string]any{"days": r.Extension.Days, "reason": r.Extension.Reason, "by": r.Extension.By}
	}
	if r.Status == model.Trial {
		shown["ends"] = file.Due.Due
	}
	return shown
}

func shownRounds(r model.Request) []shownRound {
	var rounds []shownRound
	for _, round := range r.Rounds {
		rounds = append(rounds, shownRound{round.No, when(round.Submitted), round.By, round.Values, round.Lines, round.Files, opinion(round.Answer), round.Check})
	}
	return rounds
}

func (c *call) options(options []model.Option) []shownOption {
	shown := []shownOption{}
	for _, o := range options {
		s := shownOption{Action: o.Action, May: o.May, Open: c.problems(o.Open)}
		if o.Why != nil {
			s.Why = c.words.Error(o.Why)
		}
		shown = append(shown, s)
	}
	return shown
}

func shownPapers(papers []app.PaperOption) []map[string]any {
	var shown []map[string]any
	for _, p := range papers {
		s := map[string]any{"document": p.Kind, "title": p.Title, "ready": p.Ready}
		if p.Issued != nil {
			s["issued"] = p.Issued.Hash
		}
		shown = append(shown, s)
	}
	return shown
}

func (c *call) history(events []model.Event) []map[string]any {
	var shown []map[string]any
	for _, e := range events {
		shown = append(shown, map[string]any{"id": e.ID, "seq": e.Seq, "at": when(e.At), "actor": e.Actor, "actor_name": e.ActorName,
			"action": e.Action, "note": e.Note, "values": e.Values, "files": e.Files, "hash": e.Hash, "pending": e.Pending()})
	}
	return shown
}
