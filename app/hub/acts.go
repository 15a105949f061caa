package hub

import (
	"context"
	"net/http"
	"strconv"

	"yunban/model"
)

// hello introduces the hub. Versions of the exchange are one number so far: the hub takes its own and the one before.
func hello(s *Server, x *exchange) error {
	return x.answer(s.hello())
}

func (s *Server) hello() model.Hello {
	return model.Hello{Hub: s.hub, Oldest: max(1, model.ExchangeVersion-1), Newest: model.ExchangeVersion, Now: s.Clock(), Sandbox: s.Sandbox, Carry: s.carried.public(), OfflineDays: OfflineDays(s.Dir)}
}

// push has acts judged, and answers each.
func push(s *Server, x *exchange) error {
	room, err := s.intake.enter(x.r.Context(), x.r.ContentLength)
	if err != nil {
		return err
	}
	defer room()
	var asked actsRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	switch n := len(asked.Acts); {
	case n == 0:
		return x.answer(actsAnswer{Answers: []model.Answer{}})
	case n > maxActs:
		return model.Errorf(model.Invalid, "error.too_many_acts", "most", strconv.Itoa(maxActs))
	}
	for _, act := range asked.Acts {
		if act.Event.ID == "" || act.Seq < 1 {
			return model.Errorf(model.Invalid, "error.bad_message")
		}
	}
	acts, err := s.filed(x.r.Context(), x.device, asked.Acts)
	if err != nil {
		return err
	}
	answers, err := s.Office.Receive(x.r.Context(), x.device, x.person, acts)
	if err != nil {
		return err
	}
	for i, a := range answers {
		if asked.Brief {
			answers[i].Event = nil
		}
		s.answered(x.r.Context(), x.device, x.person, a)
	}
	return x.answer(actsAnswer{answers})
}

// filed gives the acts before the first that names a file which the device neither brought nor may hold: whoever knows
// a file's hash has not seen the file yet, and naming it in an act of his own would open it to him. None is an error;
// the desk brings the file and sends the act again.
func (s *Server) filed(ctx context.Context, d model.Device, acts []model.Pushed) ([]model.Pushed, error) {
	known := map[string]bool{}
	for i, act := range acts {
		for _, f := range act.Event.Files {
			if known[f.Hash] {
				continue
			}
			may, err := s.mayName(ctx, d, f.Hash)
			switch {
			case err != nil:
				return nil, err
			case may:
				known[f.Hash] = true
				continue
			case i > 0:
				return acts[:i], nil
			}
			return nil, model.Errorf(model.Conflict, "error.file_first", "name", f.Name)
		}
	}
	return acts, nil
}

func (s *Server) mayName(ctx context.Context, d model.Device, hash string) (bool, error) {
	if !hashForm.MatchString(hash) {
		return false, model.Errorf(model.Invalid, "error.bad_message")
	}
	return s.mayOpen(ctx, d, hash)
}

// feed gives one page of the log.
func feed(s *Server, x *exchange) error {
	after, err := number(x.r, "after", 0)
	if err != nil {
		return err
	}
	limit, err := number(x.r, "limit", maxFeed)
	if err != nil {
		return err
	}
	page, err := s.Log.Feed(x.r.Context(), x.device.ID, after, int(min(max(limit, 1), maxFeed)))
	if err != nil {
		return err
	}
	text, err := encodePage(page)
	if err != nil {
		return err
	}
	return x.write(http.StatusOK, "application/json", text)
}

// number reads a number of the address that is not negative.
func number(r *http.Request, name string, usual int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, model.Errorf(model.Invalid, "error.bad_message")
	}
	return n, nil
}

// health says whether the log can be read.
func health(s *Server, x *exchange) error {
	head, err := s.Log.Head(x.r.Context())
	if err != nil {
		return err
	}
	return x.answer(map[string]any{"ok": true, "hub": s.hub, "head": head})
}

// figures writes the figures for Prometheus.
func figures(s *Server, x *exchange) error {
	head, err := s.Log.Head(x.r.Context())
	if err != nil {
		return err
	}
	return x.write(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", s.metrics.text(head, s.hints.watching()))
}

// openAPI describes everything that can be asked.
func openAPI(s *Server, x *exchange) error { return x.write(http.StatusOK, "application/json", s.api) }
