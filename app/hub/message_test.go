package hub_test

import (
	"bytes"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"yunban/app/hub"
	"yunban/model"
)

func parseKey(der []byte) (crypto.PrivateKey, error) { return x509.ParsePKCS8PrivateKey(der) }

func TestMessages(t *testing.T) {
	r := start(t, hub.Limits{})
	_, j := r.join(t)
	plain := asDevice(t, j)
	post := func(path, body string) (int, string) {
		t.Helper()
		a, err := plain.Post(r.url+path, "application/json", strings.NewReader(body))
		must(t, err)
		defer a.Body.Close()
		text, err := io.ReadAll(a.Body)
		must(t, err)
		var f struct {
			Error struct{ Kind, Key string }
		}
		_ = json.Unmarshal(text, &f)
		return a.StatusCode, f.Error.Kind + " " + f.Error.Key
	}
	for _, one := range []struct {
		name, body string
		status     int
		refusal    string
	}{
		{"nothing at all", "", 400, "invalid error.bad_message"},
		{"no JSON", "name=clerk", 400, "invalid error.bad_message"},
		{"the wrong type", `{"name":5}`, 400, "invalid error.bad_message"},
		{"two values", `{} {}`, 400, "invalid error.bad_message"},
		{"too deep", `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}", 400, "invalid error.bad_message"},
		{"too much", `{"name":"` + strings.Repeat("x", 9<<20) + `"}`, 413, "invalid error.message_too_large"},
		{"a password like a book", `{"name":"clerk","password":"` + strings.Repeat("x", 1000) + `"}`, 400, "invalid error.bad_message"},
		{"a field that a newer desk has", `{"name":"clerk","password":"right","shoe_size":43}`, 200, " "},
		{"brackets in a text", `{"name":"clerk","password":"right","note":"` + strings.Repeat("[", 100) + `\""}`, 200, " "},
	} {
		t.Run(one.name, func(t *testing.T) {
			status, refusal := post("/v1/session", one.body)
			if status != one.status || refusal != one.refusal {
				t.Errorf("got %d %s, want %d %s", status, refusal, one.status, one.refusal)
			}
		})
	}
	t.Run("refusals are counted and logged", func(t *testing.T) {
		a, err := plain.Get(r.url + "/metrics")
		must(t, err)
		defer a.Body.Close()
		text, err := io.ReadAll(a.Body)
		must(t, err)
		for _, line := range []string{`yunban_hub_refusals_total{key="error.bad_message"} 6`, `yunban_hub_refusals_total{key="error.message_too_large"} 1`,
			`yunban_hub_requests_total{endpoint="POST /v1/session",status="200"} 2`, "yunban_hub_log_head 0", `le="+Inf"`} {
			if !strings.Contains(string(text), line) {
				t.Errorf("no %s in\n%s", line, text)
			}
		}
		r.stop()
		if n := strings.Count(r.log.String(), "key=error.bad_message"); n != 6 {
			t.Errorf("logged %d times", n)
		}
		if strings.Contains(r.log.String(), "right") {
			t.Error("the log tells a password")
		}
	})
}

func TestTooMuchOfOneDeviceIsRefused(t *testing.T) {
	r := start(t, hub.Limits{PerDevice: 0.001, Burst: 3})
	greedy, _ := r.join(t) // joining counts for the address, not for the device
	modest, _ := r.join(t)
	for range 3 {
		_, err := greedy.Feed(t.Context(), 0, 1)
		must(t, err)
	}
	_, err := greedy.Feed(t.Context(), 0, 1)
	want(t, err, "error.too_many")
	_, err = modest.Feed(t.Context(), 0, 1)
	must(t, err)
	t.Run("one account is counted over all its devices", func(t *testing.T) {
		r := start(t, hub.Limits{Account: 0.001})
		var told []string
		for range 2 {
			desk, _ := r.join(t)
			session, err := desk.SignIn(t.Context(), "clerk", "right")
			must(t, err)
			_, err = desk.Push(t.Context(), session.Token, []model.Pushed{act(1, "")})
			told = append(told, fmt.Sprint(err == nil, " ", key(err)))
		}
		if told[0] != "true <nil>" || told[1] != "false error.too_many" {
			t.Errorf("%q", told)
		}
	})
	t.Run("whoever is no device is counted by his address, and so is one that plays the operator", func(t *testing.T) {
		for _, path := range []string{"/v1/feed", "/v1/operator/devices"} {
			r := start(t, hub.Limits{PerDevice: 0.001, Burst: 3})
			stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
			var told []int
			for range 5 {
				a, err := stranger.Get(r.url + path)
				must(t, err)
				must(t, a.Body.Close())
				told = append(told, a.StatusCode)
			}
			if slices.Contains(told[:3], http.StatusTooManyRequests) || told[3] != http.StatusTooManyRequests || told[4] != http.StatusTooManyRequests {
				t.Errorf("%s: %v", path, told)
			}
		}
	})
}

func TestTheDescription(t *testing.T) {
	r := start(t, hub.Limits{})
	_, j := r.join(t)
	a, err := asDevice(t, j).Get(r.url + "/v1/openapi.json")
	must(t, err)
	defer a.Body.Close()
	var d struct {
		Openapi    string
		Paths      map[string]map[string]any
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	text, err := io.ReadAll(a.Body)
	must(t, err)
	must(t, json.Unmarshal(text, &d))
	if d.Openapi != "3.1.0" || d.Paths["/v1/acts"]["post"] == nil || d.Paths["/v1/files/{hash}"]["put"] == nil || d.Components.Schemas["Event"].Properties["claimed"] == nil {
		t.Errorf("got %s", text)
	}
	for _, ref := range bytes.Split(text, []byte(`"$ref":"`))[1:] {
		name, _, _ := strings.Cut(strings.TrimPrefix(string(ref), "#/components/schemas/"), `"`)
		if _, ok := d.Components.Schemas[name]; !ok {
			t.Errorf("%s is not described", name)
		}
	}
	if a.StatusCode != http.StatusOK {
		t.Error(fmt.Sprint(a.Status))
	}
}
