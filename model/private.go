package model

// OwnSide is what a comment's value "visible" says when only the writer's own side of the table reads it. Which side
// that is stands in the value "side", put there by whoever numbers events.
const OwnSide = "own_side"

// PrivateTo is the side of the table that alone may read what the event says; nothing when everybody may who may read
// its subject.
func (e Event) PrivateTo() Side {
	if e.Action != Comment || e.Values["visible"] != OwnSide {
		return ""
	}
	return Side(e.Values["side"])
}

// Withhold is the event as a desk gets it whose people may not read it: that something stands here, when, and how it is
// chained, so that what comes behind it can be followed; neither who wrote it nor what.
func (e Event) Withhold() Event {
	return Event{Format: e.Format, ID: e.ID, Subject: e.Subject, Seq: e.Seq, Claimed: e.At, At: e.At, Action: e.Action,
		Withheld: true, Prev: e.Prev, Hash: e.Hash}
}
