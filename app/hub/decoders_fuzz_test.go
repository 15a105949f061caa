package hub

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/model"
)

// saying answers every question with the same.
type saying struct {
	status int
	text   string
	length int64
}

func (s saying) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: s.status, Status: "x", Header: http.Header{}, Body: io.NopCloser(strings.NewReader(s.text)), ContentLength: s.length, Request: r}, nil
}

// ours fails unless an error is one that people can be told.
func ours(t *testing.T, err error) {
	t.Helper()
	var e *model.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
}

// Whatever answers in a hub's place, a desk reads it or says that it cannot.
func FuzzAnswers(f *testing.F) {
	f.Add(200, `{"hub":"h","oldest":1,"newest":1,"now":"2026-03-02T09:00:00Z"}`, int64(-1))
	f.Add(403, `{"error":{"kind":"forbidden","key":"error.device_revoked","args":{"device":"d"}}}`, int64(-1))
	f.Add(200, "event: head\ndata: 7\n\n: \n\ndata: x\n", int64(-1))
	f.Add(200, `{"answers":[{"id":"a","verdict":"taken"}]}`, int64(3))
	f.Add(416, "", int64(0))
	f.Fuzz(func(t *testing.T, status int, text string, length int64) {
		if status < 200 || status > 599 || length > 1<<20 {
			return
		}
		line := &http.Client{Transport: saying{status, text, length}}
		c := &Client{base: "https://hub:8443", http: line, watch: line}
		_, err := c.Hello(t.Context())
		ours(t, err)
		_, err = c.SignIn(t.Context(), "clerk", "right")
		ours(t, err)
		_, err = c.Push(t.Context(), "", nil)
		ours(t, err)
		page, err := c.Feed(t.Context(), 0, 1)
		ours(t, err)
		for _, item := range page.Items {
			_, _, _ = item.Event()
		}
		_, err = c.Parcels(t.Context(), "")
		ours(t, err)
		_, err = c.HasFile(t.Context(), strings.Repeat("0", 64))
		ours(t, err)
		ours(t, c.SendFile(t.Context(), strings.Repeat("0", 64), strings.NewReader("")))
		if err := c.FetchFile(t.Context(), strings.Repeat("0", 64), io.Discard); err == nil {
			t.Fatal("it took what is not what it was called")
		}
		ours(t, c.Hints(t.Context(), func(int64) {}))
	})
}

// Whatever a parcel says, and whatever else comes as a message, is read or refused in words of ours.
func FuzzManifests(f *testing.F) {
	for _, text := range []string{`{"format":1,"no":3,"device":"d","to":"age1x","acts":[{"session":"a.b","acts":[{"seq":1,"event":{"id":"a"}}]}],"wants":["00"],"cursor":{"hub":"h","after":3}}`,
		`{"format":1,"device":"d","hello":{"hub":"h","now":"2026-03-02T09:00:00Z"},"answers":[{"id":"a"}],"pages":[{"hash":"0","size":1}],"stopped":{"key":"k"}}`,
		`{"id":"p","to":"li","body":{"case":"usage"},"files":["x"]}`, `{"person":{"id":"x","roles":["clerk"]},"password":"p","new":true}`, `{"name":"n","may":["file"]}`, `7`, `"x"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var last int64
		var said string
		for _, into := range []any{&model.ActsParcel{}, &model.AnswerParcel{}, &model.Parcel{}, &model.Account{}, &model.Import{}, &model.Imported{}, &model.Hello{}, &model.Session{},
			&model.CarryReport{}, &PortalToken{}, &Leave{}, &portalWithdrawal{}, &parcelRequest{}, &parcelsAnswer{}, &enrolAnswer{}, &uploadAnswer{}, &last, &said} {
			ours(t, unmarshal([]byte(text), into))
		}
	})
}

// A code is what people type, and no path: whatever they type, at most the code that was issued is used, and once.
func FuzzCodes(f *testing.F) {
	for _, typed := range []string{"AAAA-BBBB-CCCC", "aaaa bbbb cccc", "../../session.key", "", "ＡＡＡＡ", "\x00"} {
		f.Add(typed)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, typed string) {
		dir := t.TempDir()
		codes := Codes{filepath.Join(dir, "codes")}
		code, err := codes.Issue(Leave{Unit: "u1"}, now)
		if err != nil {
			t.Fatal(err)
		}
		if path := codes.path(typed); filepath.Dir(path) != codes.Dir || !hashForm.MatchString(filepath.Base(path)) {
			t.Fatalf("%q leads to %s", typed, path)
		}
		if _, err := codes.Use(typed, []byte("k"), now); err == nil && codes.path(typed) != codes.path(code) {
			t.Fatalf("%q passed for %s", typed, code)
		}
		if _, err := codes.Use(code, []byte("k"), now); err != nil {
			t.Fatal("the right one does not work any more:", err)
		}
	})
}

// Fingerprints are the same when their digits are, and a hub's own is its own however it is typed.
func FuzzFingerprints(f *testing.F) {
	f.Add("37528 53047 00692 06501 23055 62564 10389 57190", []byte("a"))
	f.Add("３７５２８", []byte{})
	f.Fuzz(func(t *testing.T, typed string, certificate []byte) {
		own := Fingerprint(certificate)
		if !SameFingerprint(own, own) || SameFingerprint(own, typed) && digits(typed) != digits(own) {
			t.Fatalf("%q for %q", typed, own)
		}
		if SameFingerprint(own, own[1:]) {
			t.Fatal("a part passes for all")
		}
	})
}

// No token but one that was made is taken for a portal's, and none leads out of the folder.
func FuzzPortalTokens(f *testing.F) {
	dir := f.TempDir()
	s := &Server{Parts: Parts{Dir: dir}}
	if err := s.keepPortal(PortalToken{ID: "abc", Sum: make([]byte, 32), May: []string{MayRead}}); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "outside.json"), []byte(`{"id":"outside"}`), 0o600); err != nil {
		f.Fatal(err)
	}
	for _, id := range []string{"abc", "../outside", "", "ABC", "abc/../abc", strings.Repeat("a", 300)} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		found, err := s.portal(id)
		ours(t, err)
		if err == nil && (id != "abc" || found.ID != "abc") {
			t.Fatalf("%q leads to %+v", id, found)
		}
	})
}

// Whatever a portal sends for a form, JSON or parts, is a form with its files or is refused.
func FuzzPortalForms(f *testing.F) {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, content := range map[string]string{"form": `{"kind":"usage"}`, "file": "方案"} {
		w, err := parts.CreateFormFile(name, "../"+name+".json")
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := parts.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(parts.FormDataContentType(), body.Bytes())
	f.Add("application/json", []byte(`{"kind":"usage","values":{"a":"b"}}`))
	f.Add("multipart/form-data", []byte("--"))
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{}\r\n--x--"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/v1/portal/requests", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		form, files, done, err := portalForm(&exchange{r: r})
		if err != nil {
			ours(t, err)
			return
		}
		defer done()
		if len(bytes.TrimSpace(form)) == 0 {
			t.Fatal("no form")
		}
		for name := range files {
			if content, err := files.open(name); err == nil {
				_ = content.Close()
			} else if filepath.Base(name) == name {
				t.Fatal(name, err)
			}
		}
		if _, err := formSum(form, files); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever lies where the hub keeps its keys, it begins with good keys or says which file is no good.
func FuzzKeptKeys(f *testing.F) {
	dir := f.TempDir()
	authority, err := OpenAuthority(dir, time.Now())
	if err != nil {
		f.Fatal(err)
	}
	if _, err := openCarryKey(dir); err != nil {
		f.Fatal(err)
	}
	if _, err := authority.Server(dir, []string{"localhost"}, time.Now()); err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{authorityName + ".pem", serverFile + ".pem", "carry.key"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add(text[:len(text)/2])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		for _, name := range []string{authorityName + ".pem", "carry.key", "session.key"} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if a, err := OpenAuthority(dir, time.Now()); err != nil {
			ours(t, err)
		} else if _, err := x509.ParseCertificate(a.Certificate()); err != nil {
			t.Fatal(err)
		}
		_, err := openCarryKey(dir)
		ours(t, err)
		k, err := openTokens(dir)
		ours(t, err)
		if err == nil && len(k.key) < 32 {
			t.Fatal("a short key")
		}
		j := model.Joined{Pin: text, Key: text, Certificate: text}
		_, err = Dial(j)
		ours(t, err)
		_, err = NewCourier(j)
		ours(t, err)
	})
}
