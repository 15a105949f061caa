package model

// trialReminders are the days before the end of a trial on which its unit and the authority are reminded.
var trialReminders = []int{7, 3, 1}

// TrialReminder is the last reminder that has come when a trial has so many days left: 7, 3 or 1 days before its end.
// It is 0 before the first, and after the end, which is flagged to the authority instead (T7).
func TrialReminder(left int) int {
	last := 0
	for _, days := range trialReminders {
		if left >= 0 && left <= days {
			last = days
		}
	}
	return last
}
