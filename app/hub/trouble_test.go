package hub_test

import (
	"regexp"
	"slices"
	"testing"

	"yunban/app/hub"
)

// levels is how loudly the log told the lines of that key or words; a desk may have asked again.
func (r *running) levels(of string) (found []string) {
	for _, line := range regexp.MustCompile(`level=(\w+) .*`+regexp.QuoteMeta(of)+`\b`).FindAllStringSubmatch(r.log.String(), -1) {
		found = append(found, line[1])
	}
	return slices.Compact(found)
}

func TestTheLogSaysWhatIsTrouble(t *testing.T) {
	h := besieged(t)
	guessed := start(t, hub.Limits{Tries: 0.001, TryBurst: 2})
	const push = "/v1/acts"
	for _, a := range []attempt{
		{from: h.desk, method: "POST", path: push, token: h.foreign, body: acts(act(1, "").Event), status: 401, key: "error.session_over"},
		{from: h.desk, method: "POST", path: push, token: h.token, body: acts(act(1, "no").Event, act(2, "error.act_replayed").Event, act(3, "error.not_the_author").Event), status: 200},
		{from: h.desk, method: "POST", path: push, token: h.token, body: acts(act(1, "fault").Event), status: 500, key: "error.hub_failed"},
		{from: h.desk, method: "GET", path: "/v1/operator/devices", status: 403, key: "error.not_operator"},
		{from: h.stranger, method: "GET", path: "/v1/feed", status: 401, key: "error.not_enrolled"},
	} {
		h.try(t, a)
	}
	_, theirs := guessed.join(t)
	for _, k := range []string{"error.enrol_code", "error.too_many"} {
		_, err := hub.Join(t.Context(), guessed.url, "AAAA-BBBB-CCCC", "a", trusting)
		want(t, err, k)
	}
	line, j := h.join(t)
	forged := j
	forged.Certificate, forged.Key = theirs.Certificate, theirs.Key
	if _, err := h.dial(t, forged).Feed(t.Context(), 0, 1); err == nil {
		t.Error("a certificate of another hub was let in")
	}
	d, err := h.Device(t.Context(), j.Device)
	must(t, err)
	d.Revoked = true
	must(t, h.SaveDevice(t.Context(), d))
	_, err = line.Feed(t.Context(), 0, 1)
	want(t, err, "error.device_revoked")
	h.mu.Lock()
	delete(h.devices, j.Device)
	h.mu.Unlock()
	_, err = line.Feed(t.Context(), 0, 1)
	want(t, err, "error.device_unknown")
	h.stop()
	guessed.stop()
	for _, one := range []struct {
		what  string
		hub   *running
		of    string
		level string
	}{
		{"an act that came too late is everyday", h.running, "key=error.changed", "INFO"},
		{"a session that ended is everyday", h.running, "key=error.session_over", "INFO"},
		{"somebody with no certificate is everyday", h.running, "key=error.not_enrolled", "INFO"},
		{"a code that was mistyped is everyday", guessed, "key=error.enrol_code", "INFO"},
		{"a code that is tried on and on is trouble", guessed, "key=error.too_many", "WARN"},
		{"a desk that was copied is trouble", h.running, "key=error.act_replayed", "WARN"},
		{"an act in somebody else's name is trouble", h.running, "key=error.not_the_author", "WARN"},
		{"a desk that was locked out and asks is trouble", h.running, "key=error.device_revoked", "WARN"},
		{"a device that is none is trouble", h.running, "key=error.device_unknown", "WARN"},
		{"a certificate of somebody else is trouble", h.running, "failed to verify certificate", "WARN"},
		{"an operator's order from a desk is trouble", h.running, "key=error.not_operator", "WARN"},
		{"a fault of the hub is an error", h.running, "key=error.hub_failed", "ERROR"},
	} {
		t.Run(one.what, func(t *testing.T) {
			if got := one.hub.levels(one.of); !slices.Equal(got, []string{one.level}) {
				t.Errorf("%s stands there as %v", one.of, got)
			}
		})
	}
}
