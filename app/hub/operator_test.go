package hub_test

import (
	"net"
	"testing"
	"time"

	"yunban/app/hub"
)

func TestOperator(t *testing.T) {
	r := start(t, hub.Limits{})
	_, j := r.join(t)
	t.Run("there is none while nothing serves", func(t *testing.T) {
		_, err := hub.Operate(r.dir, time.Now())
		want(t, err, "error.hub_not_running")
	})
	certificate, err := r.server.Authority().Server(r.dir, hub.Names(""), r.time)
	must(t, err)
	withdraw, err := hub.Announce(r.dir, addressed{address: r.url[len("https://"):]}, certificate)
	must(t, err)
	operator, err := hub.Operate(r.dir, r.time)
	must(t, err)
	var _ []hub.Operator = []hub.Operator{operator, r.server}
	t.Run("who holds the folder runs the hub", func(t *testing.T) {
		stats, err := operator.Stats(t.Context())
		if err != nil || stats.Devices != 1 || stats.Hub != "h1" {
			t.Errorf("got %+v %v", stats, err)
		}
		broken, err := operator.Check(t.Context())
		if err != nil || len(broken) != 1 || broken[0].What != "broken.chain" {
			t.Errorf("got %+v %v", broken, err)
		}
		code, err := operator.Enrol(t.Context(), hub.Leave{Unit: "health"})
		must(t, err)
		_, err = hub.Join(t.Context(), r.url, code, "二号机", trusting)
		must(t, err)
		_, err = operator.Enrol(t.Context(), hub.Leave{Unit: "nowhere"})
		want(t, err, "error.no_unit")
	})
	t.Run("a revoked device is counted and locked out", func(t *testing.T) {
		must(t, operator.Revoke(t.Context(), j.Device))
		stats, err := operator.Stats(t.Context())
		if err != nil || stats.Devices != 1 || stats.Revoked != 1 {
			t.Errorf("got %+v %v", stats, err)
		}
		_, err = r.dial(t, j).Feed(t.Context(), 0, 1)
		want(t, err, "error.device_revoked")
		want(t, operator.Revoke(t.Context(), "d-none"), "error.device_unknown")
	})
	t.Run("a device is no operator", func(t *testing.T) {
		_, mine := r.join(t)
		for _, path := range []string{"stats", "devices"} {
			a, err := asDevice(t, mine).Get(r.url + "/v1/operator/" + path)
			must(t, err)
			must(t, a.Body.Close())
			if a.StatusCode != 403 || a.Header.Get("Error-Key") != "error.not_operator" {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
		}
	})
	t.Run("nobody can enrol as the operator: a device's name follows from its key", func(t *testing.T) {
		if j.Device == "operator" || j.Device[:2] != "d-" {
			t.Errorf("got %s", j.Device)
		}
	})
	t.Run("whoever listens in the hub's place is not told anything", func(t *testing.T) {
		other := start(t, hub.Limits{})
		_, err := hub.Announce(r.dir, addressed{address: other.url[len("https://"):]}, certificate)
		must(t, err)
		operator, err := hub.Operate(r.dir, r.time)
		must(t, err)
		_, err = operator.Stats(t.Context())
		want(t, err, "error.hub_other")
	})
	must(t, withdraw())
}

// addressed is a listener of which only the address matters.
type addressed struct {
	net.Listener
	address string
}

func (a addressed) Addr() net.Addr { return a }

// Network and String make it an address.
func (addressed) Network() string  { return "tcp" }
func (a addressed) String() string { return a.address }
