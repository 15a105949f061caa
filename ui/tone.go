package ui

import (
	"yunban/model"
	"yunban/ui/kit"
)

// urgencyTone colours a deadline; its words say the same.
func urgencyTone(u model.Urgency) kit.Tone {
	switch u {
	case model.Overdue:
		return kit.ToneBad
	case model.DueToday, model.DueSoon:
		return kit.ToneWarn
	case model.InTime:
		return kit.ToneGood
	}
	return kit.ToneNeutral
}

// statusTone colours a status; its words say the same.
func statusTone(s model.Status) kit.Tone {
	switch s {
	case model.Live, model.Done:
		return kit.ToneGood
	case model.NotAccepted:
		return kit.ToneWarn
	case model.Disapproved:
		return kit.ToneBad
	case model.Withdrawn, model.TrialEnded, model.Terminated:
		return kit.ToneNeutral
	}
	return kit.ToneInfo
}
