package view

import (
	"context"

	"yunban/model"
)

// ReclaimSection is the step of a termination that shows what will be reclaimed. Nothing is typed there.
const ReclaimSection = "reclaim"

// loadRunning reads what the system runs on, for an application about a live system.
func (in *Intake) loadRunning(ctx context.Context) error {
	if in.draft.Case == model.Usage {
		return nil
	}
	file, err := in.desk.System(ctx, in.draft.System)
	in.running = file.Lines
	in.check()
	return err
}

// Case is the kind of the application.
func (in *Intake) Case() model.Case { return in.draft.Case }

// Changes reports whether this is a change application: its lines are shown as they run and as they shall run.
func (in *Intake) Changes() bool { return in.draft.Case == model.Change }

// runningLine is the running line that a row is about.
func (in *Intake) runningLine(row model.Row) (model.Line, bool) {
	if row.ID == "" || !in.Changes() {
		return model.Line{}, false
	}
	return lineOf(in.running, row.ID)
}

// setBefore puts to every line how it runs.
func (in *Intake) setBefore(lines []model.Line) {
	for i := range lines {
		if now, ok := in.runningLine(in.draft.Filling.Rows[i]); ok {
			lines[i].Before, lines[i].Was = now.Delivered, now.Values
		}
	}
}

// RowChange says what becomes of a line.
func (in *Intake) RowChange(row int) LineChange { return changeOf(in.lines()[row]) }

// RemoveRow marks a running line as one that is to go; a new one is taken away at once.
func (in *Intake) RemoveRow(row int) {
	line := in.draft.Filling.Rows[row]
	if _, runs := in.runningLine(line); !runs {
		in.DropRow(row)
		return
	}
	line.Values[model.RemoveLine] = model.True
	in.forgetCells()
	in.edited()
}

// RestoreRow takes back that a line is to go, with what was typed into it; a changed line is as it runs again.
func (in *Intake) RestoreRow(row int) {
	line := &in.draft.Filling.Rows[row]
	now, runs := in.runningLine(*line)
	switch {
	case line.Values[model.RemoveLine] == model.True:
		delete(line.Values, model.RemoveLine)
	case runs:
		*line = model.RunningRow(now)
	}
	in.forgetCells()
	in.edited()
}

// plain keeps a tick that was set and taken back from counting as a change.
func (in *Intake) plain(row int, field, value string) string {
	if now, runs := in.runningLine(in.draft.Filling.Rows[row]); runs && value == "false" && now.Values[field] == "" {
		return ""
	}
	return value
}

// TotalsBefore adds up what the system runs on now.
func (in *Intake) TotalsBefore() model.Totals {
	return model.TotalsAt(in.running, model.StageDelivered)
}

// Reclaims is what a termination gives back: every line as it runs.
func (in *Intake) Reclaims() Sheet {
	return Sheet{Sections: []SheetSection{reclaimSection(in.profile, in.running)}}
}

// previewLines are the lines as they would be filed: of a change only those that change something.
func (in *Intake) previewLines() []model.Line {
	switch in.draft.Case {
	case model.Termination:
		return in.running
	case model.Change:
		return changedLines(in.lines())
	}
	return in.lines()
}

func changedLines(lines []model.Line) []model.Line {
	var changed []model.Line
	for _, l := range lines {
		if changeOf(l) != LineSame {
			changed = append(changed, l)
		}
	}
	return changed
}
