package hub

import (
	"crypto/sha256"
	"encoding/hex"
)

// portalWithdrawal is a withdrawal.
type portalWithdrawal struct {
	Note string `json:"note,omitempty"` // why; needed once the request was accepted
}

// portalRound files the next round of a request that was sent back.
func portalRound(s *Server, x *exchange) error {
	sent, err := portalSays(x)
	if err != nil {
		return err
	}
	defer sent.done()
	request := x.r.PathValue("id")
	id := portalID("portal round", x.person.ID, request, sent.key)
	if err := s.samePortal(x, request, id, sent.sum); err != nil {
		return err
	}
	filed, err := s.Portals.FileRound(x.r.Context(), x.person.ID, request, id, sent.form, sent.files.open)
	if err != nil {
		return err
	}
	s.Logger.InfoContext(x.r.Context(), "portal filed a round", "portal", x.device.Name, "person", x.person.ID, "request", filed.ID, "number", filed.Number)
	return x.answer(filed)
}

// portalWithdraw takes a request back.
func portalWithdraw(s *Server, x *exchange) error {
	key, err := portalKey(x)
	if err != nil {
		return err
	}
	var ask portalWithdrawal
	if err := decode(x.r.Body, &ask); err != nil {
		return err
	}
	request := x.r.PathValue("id")
	id := portalID("portal withdraw", x.person.ID, request, key)
	sum := sha256.Sum256([]byte(ask.Note))
	if err := s.samePortal(x, request, id, hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	taken, err := s.Portals.WithdrawRequest(x.r.Context(), x.person.ID, request, id, ask.Note)
	if err != nil {
		return err
	}
	s.Logger.InfoContext(x.r.Context(), "portal withdrew", "portal", x.device.Name, "person", x.person.ID, "request", taken.ID, "number", taken.Number)
	return x.answer(taken)
}
