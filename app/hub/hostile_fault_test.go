package hub_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yunban/model"
)

// hostile is a hub, a desk of it with somebody signed in, another desk, and somebody with no certificate.
type hostile struct {
	*running
	desk, other, stranger *http.Client
	token, foreign        string
	asked                 map[string]int // how often each refusal was met
}

func besieged(t *testing.T) *hostile {
	t.Helper()
	r := start(t, unlimited)
	c, j := r.join(t)
	d, k := r.join(t)
	session, err := c.SignIn(t.Context(), "clerk", "right")
	must(t, err)
	foreign, err := d.SignIn(t.Context(), "clerk", "right")
	must(t, err)
	stranger := asDevice(t, j)
	stranger.Transport.(*http.Transport).TLSClientConfig.Certificates = nil
	return &hostile{running: r, desk: asDevice(t, j), other: asDevice(t, k), stranger: stranger, token: session.Token, foreign: foreign.Token, asked: map[string]int{}}
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// attempt is one message that must be refused.
type attempt struct {
	name         string
	from         *http.Client
	method, path string
	token, body  string
	status       int
	key          string
}

func (h *hostile) try(t *testing.T, a attempt) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), a.method, h.url+a.path, strings.NewReader(a.body))
	must(t, err)
	if a.token != "" {
		q.Header.Set("Authorization", "Bearer "+a.token)
	}
	answer, err := a.from.Do(q)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	h.asked[a.key]++
	if got := answer.Header.Get("Error-Key"); answer.StatusCode != a.status || got != a.key {
		t.Errorf("got %d %s, want %d %s: %.200s", answer.StatusCode, got, a.status, a.key, text)
	}
}

// acts is a push of acts, the first of which is number 1.
func acts(events ...model.Event) string {
	var pushed []model.Pushed
	for i, e := range events {
		pushed = append(pushed, model.Pushed{Seq: int64(i + 1), Event: e})
	}
	text, err := json.Marshal(map[string]any{"acts": pushed})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func naming(id, hash string) model.Event {
	e := act(1, "").Event
	e.ID, e.Files = id, []model.File{{Role: "plan", Name: "方案.pdf", Size: 3, Hash: hash}}
	return e
}

// bring sends a file from a device.
func (h *hostile) bring(t *testing.T, from *http.Client, content string) string {
	t.Helper()
	hash := sumOf(content)
	if status, refusal := putPiece(t, from, h.url, hash, 0, len(content), []byte(content)); status != http.StatusOK {
		t.Fatal(status, refusal)
	}
	return hash
}

func TestHostileMessages(t *testing.T) {
	h := besieged(t)
	theirs := h.bring(t, h.other, "底价")
	nobodys := sumOf("nobody has it")
	plain := act(1, "").Event
	const push, feed = "/v1/acts", "/v1/feed?after="
	for _, a := range []attempt{
		{"a push of a stranger", h.stranger, "POST", push, h.token, acts(plain), 401, "error.not_enrolled"},
		{"a push with no session", h.desk, "POST", push, "", acts(plain), 401, "error.session_over"},
		{"a push with another desk's session", h.desk, "POST", push, h.foreign, acts(plain), 401, "error.session_over"},
		{"a push with a session that was altered", h.desk, "POST", push, h.token[:len(h.token)-2] + "AA", acts(plain), 401, "error.session_over"},
		{"nothing", h.desk, "POST", push, h.token, "", 400, "error.bad_message"},
		{"half a message", h.desk, "POST", push, h.token, acts(plain)[:80], 400, "error.bad_message"},
		{"a number where a text belongs", h.desk, "POST", push, h.token, `{"acts":[{"seq":1,"event":{"id":7}}]}`, 400, "error.bad_message"},
		{"a time that is none", h.desk, "POST", push, h.token, `{"acts":[{"seq":1,"event":{"id":"a","claimed":"yesterday"}}]}`, 400, "error.bad_message"},
		{"a sequence past every number", h.desk, "POST", push, h.token, `{"acts":[{"seq":1e99,"event":{"id":"a"}}]}`, 400, "error.bad_message"},
		{"brackets as deep as a well", h.desk, "POST", push, h.token, strings.Repeat("[", 100_000), 400, "error.bad_message"},
		{"more than a message may have", h.desk, "POST", push, h.token, `{"x":"` + strings.Repeat("x", 9<<20) + `"}`, 413, "error.message_too_large"},
		{"too many acts", h.desk, "POST", push, h.token, acts(make([]model.Event, 51)...), 400, "error.too_many_acts"},
		{"an act with no id", h.desk, "POST", push, h.token, acts(model.Event{}), 400, "error.bad_message"},
		{"an act with no place in its desk's order", h.desk, "POST", push, h.token, `{"acts":[{"seq":-1,"event":{"id":"a"}}]}`, 400, "error.bad_message"},
		{"an act that names a file which nobody brought", h.desk, "POST", push, h.token, acts(naming("a", nobodys)), 409, "error.file_first"},
		{"an act that names a file which another desk brought", h.desk, "POST", push, h.token, acts(naming("a", theirs)), 409, "error.file_first"},
		{"an act that names a path for a file", h.desk, "POST", push, h.token, acts(naming("a", "../../session.key")), 400, "error.bad_message"},
		{"a cursor before the beginning", h.desk, "GET", feed + "-1", "", "", 400, "error.bad_message"},
		{"a cursor that is no number", h.desk, "GET", feed + "x", "", "", 400, "error.bad_message"},
		{"a cursor past every number", h.desk, "GET", feed + "99999999999999999999", "", "", 400, "error.bad_message"},
		{"the log, for a stranger", h.stranger, "GET", feed + "0", "", "", 401, "error.not_enrolled"},
		{"hints, for a stranger", h.stranger, "GET", "/v1/hints", "", "", 401, "error.not_enrolled"},
		{"a file that the device may not hold", h.desk, "GET", "/v1/files/" + theirs, "", "", 404, "error.file_missing"},
		{"the same, asked for by its head", h.desk, "HEAD", "/v1/files/" + theirs, "", "", 404, "error.file_missing"},
		{"a file by a path", h.desk, "GET", "/v1/files/..%2f..%2fsession.key", "", "", 400, "error.bad_message"},
		{"a piece that begins where nothing ended", h.desk, "PUT", "/v1/files/" + nobodys + "?offset=5&size=9", "", "x", 409, "error.upload_offset"},
		{"a file that is not what it is called", h.desk, "PUT", "/v1/files/" + nobodys + "?size=1", "", "x", 400, "error.upload_content"},
		{"a file larger than any", h.desk, "PUT", "/v1/files/" + nobodys + "?size=999999999999", "", "x", 400, "error.file_too_large"},
		{"an operator's question, from a desk", h.desk, "GET", "/v1/operator/devices", "", "", 403, "error.not_operator"},
		{"an operator's order, from a stranger", h.stranger, "POST", "/v1/operator/revoke", "", `{"device":"d"}`, 403, "error.not_operator"},
		{"a code that was never given", h.stranger, "POST", "/v1/enrol", "", `{"code":"AAAA-AAAA-AAAA","name":"n","request":"AA=="}`, 400, "error.bad_message"},
		{"a place that is not there", h.desk, "GET", "/v2/everything", "", "", 404, "error.no_endpoint"},
	} {
		t.Run(a.name+" is refused", func(t *testing.T) { h.try(t, a) })
	}
	t.Run("nothing of all that came to be judged", func(t *testing.T) {
		if len(h.events) != 0 {
			t.Errorf("the office took %+v", h.events)
		}
	})
	t.Run("of a push the acts before a file that is missing are judged, and no other", func(t *testing.T) {
		own := h.bring(t, h.desk, "方案")
		first, second, third := naming("first", own), naming("second", theirs), act(3, "").Event
		q, err := http.NewRequestWithContext(t.Context(), "POST", h.url+push, strings.NewReader(acts(first, second, third)))
		must(t, err)
		q.Header.Set("Authorization", "Bearer "+h.token)
		answer, err := h.desk.Do(q)
		must(t, err)
		defer answer.Body.Close()
		var got struct{ Answers []model.Answer }
		must(t, json.NewDecoder(answer.Body).Decode(&got))
		if len(got.Answers) != 1 || got.Answers[0].ID != "first" || len(h.events) != 1 {
			t.Errorf("got %+v", got)
		}
	})
	h.counted(t)
}

// counted asks that every refusal stands in the figures and in the log.
func (h *hostile) counted(t *testing.T) {
	t.Run("every refusal is counted and logged", func(t *testing.T) {
		answer, err := h.desk.Get(h.url + "/metrics")
		must(t, err)
		defer answer.Body.Close()
		figures, err := io.ReadAll(answer.Body)
		must(t, err)
		h.stop()
		for key, n := range h.asked {
			if !bytes.Contains(figures, []byte(`yunban_hub_refusals_total{key="`+key+`"} `+strconv.Itoa(n)+"\n")) {
				t.Errorf("%s was met %d times; the figures say otherwise", key, n)
			}
			if logged := strings.Count(h.log.String(), "key="+key+" "); logged != n {
				t.Errorf("%s was met %d times and logged %d times", key, n, logged)
			}
		}
		for _, secret := range []string{h.token, "底价"} {
			if strings.Contains(h.log.String(), secret) {
				t.Errorf("the log tells %q", secret)
			}
		}
	})
}
