package ui

// recallLook takes up language and appearance as they were set on this desk.
func (w *Window) recallLook() {}
