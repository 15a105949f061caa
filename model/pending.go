package model

// Pending tells of an act in the history that it was done at this desk and that the hub has not taken it yet: it bears
// no seal, and may still be refused.
func (e Event) Pending() bool { return e.Hash == "" }
