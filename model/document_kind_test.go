package model

import "testing"

func TestTurns(t *testing.T) {
	for _, c := range []struct {
		kind, paper DocumentKind
		turn        int
		ok          bool
	}{
		{"extension", PaperExtension, 0, true},
		{PaperExtension.Turn(2), PaperExtension, 2, true},
		{"extension_0", PaperExtension, 0, false},
		{"extension_x", PaperExtension, 0, false},
		{"extension2", PaperExtension, 0, false},
		{"change_approval", PaperChange, 0, false},
		{"change_approval_3", PaperChangeApproval, 3, true},
		{"approval", PaperExtension, 0, false},
	} {
		t.Run("the time of a paper is read out of "+string(c.kind)+" as one of "+string(c.paper), func(t *testing.T) {
			if turn, ok := c.kind.TurnOf(c.paper); ok != c.ok || ok && turn != c.turn {
				t.Errorf("%d %v", turn, ok)
			}
		})
	}
}
