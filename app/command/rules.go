package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// profileCommand reads the regulations.
func (c *call) profileCommand() *cobra.Command {
	list := &cobra.Command{Use: "list", Short: "The regulations that ship", Args: usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return c.listProfiles() }}
	show := &cobra.Command{Use: "show ID", Short: "One regulation: its limits with their articles", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error { return c.showProfile(args[0]) }}
	check := &cobra.Command{Use: "check FILE", Short: "Say what is wrong with a city's own file", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error { return c.checkProfile(args[0]) }}
	articles := &cobra.Command{Use: "articles ID", Short: "Every article with the screen, command and test that serve it, or why none does", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error { return c.articles(args[0]) }}
	return group("profile", "The regulations as data", list, show, check, articles)
}

// articles lists what serves each article of a regulation.
func (c *call) articles(id string) error {
	p, err := wire.ReadProfile(id)
	if err != nil {
		return err
	}
	all, err := wire.Articles(p)
	if err != nil {
		return err
	}
	var lines []string
	for _, a := range all {
		lines = append(lines, a.Label)
		for _, s := range a.Requirements {
			lines = append(lines, c.words.Text("command.article_served", "id", s.ID, "what", s.What, "screen", s.Screen,
				"commands", strings.Join(s.Commands, "；"), "tests", strconv.Itoa(len(s.Tests))))
		}
		if a.Reason != "" {
			lines = append(lines, c.words.Text("command.article_not_served", "reason", a.Reason))
		}
	}
	return c.answer(all, lines...)
}

// profileHead is a regulation in a list.
type profileHead struct {
	ID         string `json:"id"`
	Version    int    `json:"version"`
	City       string `json:"city"`
	Title      string `json:"title"`
	DocumentNo string `json:"document_no,omitempty"`
}

func headOf(p *model.Profile) profileHead {
	return profileHead{p.ID, p.Version, p.City, p.Title, p.DocumentNo}
}

func (c *call) listProfiles() error {
	all, err := wire.Profiles()
	if err != nil {
		return err
	}
	var heads []profileHead
	var lines []string
	for _, p := range all {
		heads = append(heads, headOf(p))
		lines = append(lines, fmt.Sprintf("%-14s %s　%s", p.ID, p.City, p.Title))
	}
	return c.answer(heads, lines...)
}

// shownLimit is a limit with its article as printed and as it should read.
type shownLimit struct {
	Case    model.Case    `json:"kind"`
	Status  model.Status  `json:"status"`
	Days    int           `json:"days"`
	Unit    model.DayUnit `json:"unit"`
	Article string        `json:"article"`
	Printed string        `json:"printed"`
	Correct string        `json:"correct,omitempty"`
	Text    string        `json:"text"`
}

func (c *call) showProfile(id string) error {
	p, err := wire.ReadProfile(id)
	if err != nil {
		return err
	}
	shown := struct {
		profileHead
		Limits     []shownLimit                `json:"limits"`
		Trial      model.TrialRule             `json:"trial"`
		ThirdParty model.ThirdPartyRule        `json:"third_party"`
		Duties     map[model.Duty][]model.Role `json:"duties"`
		Roles      []model.RoleName            `json:"roles"`
		Words      map[string]string           `json:"words"`
		Modules    map[string]bool             `json:"modules"`
		Articles   []model.Article             `json:"articles"`
	}{headOf(p), nil, p.Trial, p.ThirdParty, p.Duties, p.Roles, p.Words, p.Modules, p.Articles}
	lines := []string{p.City + "　" + p.Title, ""}
	for _, l := range p.Limits {
		a, _ := p.Article(l.Article)
		shown.Limits = append(shown.Limits, shownLimit{l.Case, l.Status, l.Days, l.Unit, a.Label(), a.Printed, a.Correct, a.Reading()})
		lines = append(lines, fmt.Sprintf("%s　%s　%d %s　%s", c.words.Text("case."+string(l.Case)),
			c.words.Text(model.StatusKey(l.Case, l.Status)), l.Days, c.words.Text("unit."+string(l.Unit)), a.Label()))
	}
	a, _ := p.Article(p.Trial.Article)
	lines = append(lines, fmt.Sprintf("%s　%d—%d %s　%s", c.words.Text("status.trial"), p.Trial.MinDays, p.Trial.MaxDays,
		c.words.Text("unit.calendar_day"), a.Label()))
	return c.answer(shown, lines...)
}

func (c *call) checkProfile(path string) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return model.Wrap(model.NotFound, err, "error.no_such_file", "name", path)
	}
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", path)
	}
	p, err := model.ParseProfile(data, wire.Profile)
	if err != nil {
		return err
	}
	return c.answer(headOf(p), c.words.Text("command.profile_good", "title", p.Title))
}

// deadlineCommand derives a due date.
func (c *call) deadlineCommand() *cobra.Command {
	var profile, kind, status, since string
	cmd := &cobra.Command{Use: "deadline", Short: "When something is due, and by which article", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.deadline(cmd.Context(), profile, model.Case(kind), model.Status(status), since)
		}}
	cmd.Flags().StringVar(&profile, "profile", "", "the regulation's id")
	cmd.Flags().StringVar(&kind, "kind", string(model.Usage), "the kind of request: usage, change, termination")
	cmd.Flags().StringVar(&status, "status", "", "the status whose limit counts")
	cmd.Flags().StringVar(&since, "since", "", "when the request came into the status, RFC 3339")
	required(cmd, "profile", "status", "since")
	return cmd
}

func (c *call) deadline(ctx context.Context, profile string, kind model.Case, status model.Status, since string) error {
	p, err := wire.ReadProfile(profile)
	if err != nil {
		return err
	}
	if !model.KnownStatus(kind, status) {
		return model.InvalidInput([]model.Problem{{Field: "status", Key: "problem.unknown_status", Args: map[string]string{"value": string(status)}}})
	}
	at, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return model.InvalidInput([]model.Problem{{Field: "since", Key: "problem.not_time", Args: map[string]string{"value": since}}})
	}
	calendar, err := c.workdays(ctx)
	if err != nil {
		return err
	}
	due := p.Due(kind, status, at, calendar)
	if due.None() {
		return c.answer(map[string]any{"due": nil, "limit": "none"}, c.words.Text("due.none"))
	}
	text := due.Due.String()
	if due.Provisional {
		text += c.words.Text("due.provisional_mark")
	}
	return c.answer(due, text+"　"+strconv.Itoa(due.Days)+" "+c.words.Text("unit."+string(due.Unit))+"　"+due.Article)
}

// calendarCommand shows holidays.
func (c *call) calendarCommand() *cobra.Command {
	show := &cobra.Command{Use: "show YEAR", Short: "Holidays and make-up working days, with their notice", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return c.showCalendar(cmd.Context(), args[0]) }}
	load := &cobra.Command{Use: "import FILE", Short: "Take a year's holidays, with their notice, in place of what was known", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.importCalendar(cmd.Context(), d, args[0]) })
		}}
	return group("calendar", "Working days", show, load)
}

func (c *call) showCalendar(ctx context.Context, year string) error {
	n, err := strconv.Atoi(year)
	if err != nil {
		return usageError{errors.New("calendar show: " + year)}
	}
	calendar, err := c.workdays(ctx)
	if err != nil {
		return err
	}
	for _, y := range calendar.Years() {
		if y.Year == n {
			return c.answer(y, calendarLines(y)...)
		}
	}
	return model.Errorf(model.NotFound, "error.no_calendar", "year", year)
}

// workdays is the calendar of the desk's office, or as it ships where there is no office that can be opened.
func (c *call) workdays(ctx context.Context) (workday.Calendar, error) {
	var own workday.Calendar
	err := c.office(ctx, func(o *wire.Opened) error {
		own = o.Workdays()
		return nil
	})
	if err != nil {
		return wire.Calendar()
	}
	return own, nil
}

func calendarLines(y workday.Year) []string {
	lines := []string{y.Notice, y.URL}
	for _, s := range y.Off {
		lines = append(lines, fmt.Sprintf("- %s — %s　%s", s.From, s.To, s.Name))
	}
	for _, d := range y.Work {
		lines = append(lines, "+ "+d.String())
	}
	return lines
}
