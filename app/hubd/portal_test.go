//go:build sqlite_fts5

package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// examples are the curl commands of the README, one a line.
func examples(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		if command, ok := strings.CutPrefix(strings.TrimSpace(line), "curl "); ok && strings.Contains(line, "$HUB") {
			command, _, _ = strings.Cut(command, " #")
			found = append(found, command)
		}
	}
	return found
}

// shell is what the examples run in.
type shell struct {
	t      *testing.T
	values map[string]string // variables
	folder string            // where files are read from
}

// words splits a command as a shell does, as far as the examples need it: quotes are whole words.
func (s shell) words(command string) []string {
	var found []string
	for rest := command; rest != ""; {
		at := strings.IndexAny(rest, `"'`)
		if at < 0 {
			return append(found, strings.Fields(s.expand(rest))...)
		}
		found = append(found, strings.Fields(s.expand(rest[:at]))...)
		quoted, after, _ := strings.Cut(rest[at+1:], rest[at:at+1])
		if rest[at] == '"' {
			quoted = s.expand(quoted)
		}
		found, rest = append(found, quoted), after
	}
	return found
}

func (s shell) expand(text string) string {
	return os.Expand(text, func(name string) string { return s.values[name] })
}

// curl sends what the command would send.
func (s shell) curl(command string) (status int, answer []byte) {
	s.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	var address, certificate string
	heads, posts, args := http.Header{}, false, s.words(command)
	for i := 0; i < len(args); i++ {
		switch arg := args[i]; arg {
		case "--cacert", "-o", "-H", "-F", "--json":
			i++
			switch {
			case arg == "--cacert":
				certificate = args[i]
			case arg == "-H":
				name, value, _ := strings.Cut(args[i], ": ")
				heads.Set(name, value)
			case arg == "-F":
				posts = true
				heads.Set("Content-Type", parts.FormDataContentType())
				s.attach(parts, args[i])
			case arg == "--json":
				posts = true
				heads.Set("Content-Type", "application/json")
				body.WriteString(args[i])
			}
		default:
			address = arg
		}
	}
	pem, err := os.ReadFile(s.values[certificate])
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		s.t.Fatal(certificate, err)
	}
	method, sent := http.MethodGet, io.Reader(nil)
	if posts {
		if heads.Get("Content-Type") != "application/json" {
			if err := parts.Close(); err != nil {
				s.t.Fatal(err)
			}
		}
		method, sent = http.MethodPost, &body
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, address, sent)
	if err != nil {
		s.t.Fatal(command, err)
	}
	r.Header = heads
	line := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer line.CloseIdleConnections()
	got, err := line.RoundTrip(r)
	if err != nil {
		s.t.Fatal(command, err)
	}
	answer, err = io.ReadAll(got.Body)
	if err := errors.Join(err, got.Body.Close()); err != nil {
		s.t.Fatal(err)
	}
	return got.StatusCode, answer
}

func (s shell) attach(parts *multipart.Writer, said string) {
	s.t.Helper()
	field, name, _ := strings.Cut(said, "=@")
	text, err := os.ReadFile(filepath.Join(s.folder, name))
	if err != nil {
		s.t.Fatal(err)
	}
	w, err := parts.CreateFormFile(field, name)
	if err == nil {
		_, err = w.Write(text)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestAPortalFilesAndReads(t *testing.T) {
	whole := t
	dir := filepath.Join(t.TempDir(), "hub")
	office, err := demo.Found(t.Context(), dir, "luan", wire.Options{OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	unit := unitCalled(t, office, "mobile-service")
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	h := serve(t, dir)
	pem := filepath.Join(t.TempDir(), "hub.pem")
	var said struct{ Token, Path string }
	h.do(t, &said, "certificate", "--out", pem)
	h.do(t, &said, "token", "add", "市民门户", "--unit", unit)
	sh := shell{t, map[string]string{"TOKEN": said.Token, "HUB": "https://" + h.address, "hub.pem": pem}, "../../assets/samples/luan/mobile-service"}
	commands := examples(t)
	if len(commands) != 9 {
		t.Fatalf("%d examples: %q", len(commands), commands)
	}
	run := func(t *testing.T, i int) []byte {
		t.Helper()
		sh.t = t
		status, answer := sh.curl(commands[i])
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", commands[i], status, answer)
		}
		return answer
	}
	var filed, second model.PortalRequest
	t.Run("the examples of the README: a request is filed, once under its key", func(t *testing.T) {
		if err := json.Unmarshal(run(t, 0), &filed); err != nil || filed.Number == "" || filed.Status != model.Submitted || filed.Unit != unit || len(filed.Files) == 0 || filed.Due == "" {
			t.Fatalf("%+v %v", filed, err)
		}
		var again model.PortalRequest
		if err := json.Unmarshal(run(t, 0), &again); err != nil || again.ID != filed.ID || len(again.History) != len(filed.History) {
			t.Errorf("%+v %v", again, err)
		}
		if filed.History[0].By != "市民门户" {
			t.Errorf("it is not known who filed it: %+v", filed.History)
		}
	})
	if t.Failed() {
		return
	}
	t.Run("another content under the same key is refused, and one that is faulty with all its faults", func(t *testing.T) {
		sh.t = t
		other := strings.Replace(commands[0], "-F file=@建设方案.docx", "", 1)
		if status, answer := sh.curl(other); status != http.StatusConflict {
			t.Errorf("%d %s", status, answer)
		}
		status, answer := sh.curl(strings.Replace(other, "2026-0001", "2026-0002", 1))
		if status != http.StatusBadRequest || !bytes.Contains(answer, []byte("problem.file_missing")) {
			t.Errorf("%d %s", status, answer)
		}
		status, answer = sh.curl(strings.Replace(commands[0], "2026-0001", "2026-0002", 1))
		if err := json.Unmarshal(answer, &second); err != nil || status != http.StatusOK {
			t.Errorf("mended under the key that it was refused under: %d %s", status, answer)
		}
		if status, _ := sh.curl(strings.Replace(commands[0], "Idempotency-Key", "X-None", 1)); status != http.StatusBadRequest {
			t.Errorf("without a key: %d", status)
		}
	})
	sh.values["ID"] = filed.ID
	t.Run("it is listed and shown", func(t *testing.T) {
		var page model.PortalPage
		if err := json.Unmarshal(run(t, 1), &page); err != nil || len(page.Items) != 2 || page.Items[1].ID != filed.ID {
			t.Errorf("%+v %v", page, err)
		}
		var shown model.PortalRequest
		if err := json.Unmarshal(run(t, 2), &shown); err != nil || shown.Fields["system_name"] == "" || len(shown.Lines) == 0 {
			t.Errorf("%+v %v", shown, err)
		}
	})
	t.Run("its papers come once they are issued", func(t *testing.T) {
		sh.t = t
		if status, _ := sh.curl(commands[3]); status != http.StatusNotFound {
			t.Errorf("a paper that was not issued: %d", status)
		}
		h.stop()
		accepting(t, dir, func(officer *app.Desk) error {
			_, err := officer.Do(t.Context(), app.Doing{Request: filed.ID, Action: model.Accept})
			if err == nil {
				_, err = officer.Issue(t.Context(), filed.ID, model.PaperAcceptance)
			}
			if err == nil {
				_, err = officer.Do(t.Context(), app.Doing{Request: second.ID, Action: model.Decline, Note: "用户数测算依据不足"})
			}
			return err
		})
		h = serve(whole, dir)
		sh.values["HUB"] = "https://" + h.address
		if paper := run(t, 3); !bytes.HasPrefix(paper, []byte("%PDF")) {
			t.Errorf("%.20q", paper)
		}
	})
	t.Run("what was sent back is corrected by a round, once under its key, and stays as it was otherwise", func(t *testing.T) {
		sh.t = t
		if status, answer := sh.curl(commands[4]); status != http.StatusConflict || !bytes.Contains(answer, []byte("error.action_not_now")) {
			t.Errorf("one that was not sent back: %d %s", status, answer)
		}
		sh.values["ID"] = second.ID
		for bad, key := range map[string]string{`"user_count":"viele"`: "user_count", `"no_such_field":"1"`: "problem.unknown_field"} {
			status, answer := sh.curl(strings.Replace(commands[4], `"user_count":"2200000"`, bad, 1))
			if status != http.StatusBadRequest || !bytes.Contains(answer, []byte(key)) {
				t.Errorf("%s: %d %s", bad, status, answer)
			}
		}
		if status, answer := sh.curl(strings.Replace(commands[4], `{"values"`, `{"kind":"termination","values"`, 1)); status != http.StatusBadRequest {
			t.Errorf("another kind: %d %s", status, answer)
		}
		var round, again, before model.PortalRequest
		if err := json.Unmarshal(run(t, 2), &before); err != nil || before.Status != model.NotAccepted || !slices.Equal(before.Can, []model.Action{model.Submit, model.Withdraw}) {
			t.Fatalf("%+v %v", before, err)
		}
		if err := json.Unmarshal(run(t, 4), &round); err != nil || round.Status != model.Submitted || round.Number != second.Number || round.Fields["user_count"] != "2200000" {
			t.Fatalf("%+v %v", round, err)
		}
		if len(round.Files) != len(second.Files) || len(round.Lines) != len(second.Lines) || round.Fields["contact_name"] != second.Fields["contact_name"] || len(round.History) != len(before.History)+1 {
			t.Errorf("%+v\nof\n%+v", round, second)
		}
		if err := json.Unmarshal(run(t, 4), &again); err != nil || len(again.History) != len(round.History) {
			t.Errorf("%+v %v", again, err)
		}
		if status, answer := sh.curl(strings.Replace(commands[4], "2200000", "2300000", 1)); status != http.StatusConflict || !bytes.Contains(answer, []byte("error.portal_key_reused")) {
			t.Errorf("another content under the same key: %d %s", status, answer)
		}
	})
	t.Run("a request is withdrawn, once under its key and by the same rules", func(t *testing.T) {
		sh.t = t
		sh.values["ID"] = filed.ID
		if status, answer := sh.curl(strings.Replace(commands[5], `"note":"项目推迟"`, ``, 1)); status != http.StatusBadRequest || !bytes.Contains(answer, []byte("note")) {
			t.Errorf("an accepted one without a reason: %d %s", status, answer)
		}
		sh.values["ID"] = second.ID
		var gone, again model.PortalRequest
		if err := json.Unmarshal(run(t, 5), &gone); err != nil || gone.Status != model.Withdrawn || len(gone.Can) != 0 {
			t.Fatalf("%+v %v", gone, err)
		}
		if err := json.Unmarshal(run(t, 5), &again); err != nil || len(again.History) != len(gone.History) {
			t.Errorf("%+v %v", again, err)
		}
		if status, _ := sh.curl(strings.Replace(commands[5], "2026-0001-3", "2026-0001-4", 1)); status != http.StatusConflict {
			t.Errorf("twice, under another key: %d", status)
		}
	})
	t.Run("the description covers it, and health and figures are there", func(t *testing.T) {
		var api struct{ Paths map[string]any }
		if err := json.Unmarshal(run(t, 6), &api); err != nil || api.Paths["/v1/portal/requests"] == nil || api.Paths["/v1/portal/requests/{id}/papers/{document}"] == nil ||
			api.Paths["/v1/portal/requests/{id}/rounds"] == nil || api.Paths["/v1/portal/requests/{id}/withdraw"] == nil {
			t.Errorf("%v %v", maps.Keys(api.Paths), err)
		}
		if text := run(t, 7); !bytes.Contains(text, []byte(`"ok":true`)) {
			t.Errorf("%s", text)
		}
		if text := run(t, 8); !bytes.Contains(text, []byte(`yunban_hub_portal_requests_total{portal="市民门户"}`)) {
			t.Errorf("it does not count: %s", text)
		}
	})
	t.Run("a token does what it may, for its unit, until it is revoked", func(t *testing.T) {
		sh.t = t
		var tokens []hub.PortalToken
		h.do(t, &tokens, "token", "list")
		if len(tokens) != 1 || tokens[0].Name != "市民门户" || tokens[0].Unit != unit || len(tokens[0].Sum) > 0 {
			t.Fatalf("%+v", tokens)
		}
		own := sh.values["TOKEN"]
		h.do(t, &said, "token", "add", "只读", "--unit", unit, "--may", "read")
		sh.values["TOKEN"] = said.Token
		if status, _ := sh.curl(commands[0]); status != http.StatusForbidden {
			t.Errorf("a reader filed: %d", status)
		}
		for _, i := range []int{4, 5} {
			if status, _ := sh.curl(commands[i]); status != http.StatusForbidden {
				t.Errorf("a reader did %s: %d", commands[i], status)
			}
		}
		run(t, 2)
		h.do(t, &said, "token", "add", "别的单位", "--unit", "authority")
		sh.values["TOKEN"] = said.Token
		if status, _ := sh.curl(commands[2]); status != http.StatusNotFound {
			t.Errorf("another unit's portal read it: %d", status)
		}
		for _, i := range []int{4, 5} {
			if status, answer := sh.curl(commands[i]); status != http.StatusNotFound {
				t.Errorf("another unit's portal did %s: %d %s", commands[i], status, answer)
			}
		}
		sh.values["TOKEN"] = own[:len(own)-1] + "0" // which no token has
		if status, _ := sh.curl(commands[2]); status != http.StatusForbidden {
			t.Errorf("a forged token: %d", status)
		}
		sh.values["TOKEN"] = own
		var revoked struct{ Revoked string }
		h.do(t, &revoked, "token", "revoke", tokens[0].ID)
		if status, _ := sh.curl(commands[2]); status != http.StatusForbidden {
			t.Errorf("a revoked token: %d", status)
		}
	})
}

// unitCalled is the id of the unit that a sample request is filed by.
func unitCalled(t *testing.T, office *wire.Opened, sample string) string {
	t.Helper()
	name, err := demo.UnitOf("luan", sample)
	if err != nil {
		t.Fatal(err)
	}
	units, err := office.Units(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range units {
		if u.Name == name {
			return u.ID
		}
	}
	t.Fatal("no unit " + name)
	return ""
}

// accepting lets an officer who accepts work at the hub's own desk.
func accepting(t *testing.T, dir string, work func(officer *app.Desk) error) {
	t.Helper()
	office, err := wire.Open(t.Context(), dir, wire.Options{OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	people, err := office.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if !office.Profile().Holds(p.Roles, model.DutyAcceptance) {
			continue
		}
		officer, err := office.DeskOf(t.Context(), p.ID)
		if err == nil {
			err = work(officer)
		}
		if err := errors.Join(err, office.Close()); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatal("nobody accepts")
}
