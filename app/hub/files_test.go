package hub_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/app/hub"
	"yunban/model"
)

func content(t testing.TB, size int) (string, []byte) {
	t.Helper()
	data := make([]byte, size)
	_, err := rand.Read(data)
	must(t, err)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), data
}

// asDevice is a plain client with a device's certificate.
func asDevice(t testing.TB, j model.Joined) *http.Client {
	t.Helper()
	key, err := parseKey(j.Key)
	must(t, err)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true,
		Certificates: []tls.Certificate{{Certificate: [][]byte{j.Certificate}, PrivateKey: key}}}}}
}

func putPiece(t testing.TB, plain *http.Client, base, hash string, offset, size int, piece []byte) (status int, refusal string) {
	t.Helper()
	q, err := http.NewRequest(http.MethodPut, fmt.Sprintf("%s/v1/files/%s?offset=%d&size=%d", base, hash, offset, size), bytes.NewReader(piece))
	must(t, err)
	a, err := plain.Do(q)
	must(t, err)
	defer a.Body.Close()
	return a.StatusCode, a.Header.Get("Error-Key")
}

func TestFiles(t *testing.T) {
	r := start(t, hub.Limits{})
	c, j := r.join(t)
	other, _ := r.join(t)
	plain := asDevice(t, j)
	put := func(hash string, offset, size int, piece []byte) (int, string) {
		t.Helper()
		return putPiece(t, plain, r.url, hash, offset, size, piece)
	}
	t.Run("a file of several pieces goes there and back", func(t *testing.T) {
		hash, data := content(t, 9<<20+5)
		here, err := c.HasFile(t.Context(), hash)
		if here || err != nil {
			t.Errorf("here %v, %v", here, err)
		}
		must(t, c.SendFile(t.Context(), hash, bytes.NewReader(data)))
		here, err = c.HasFile(t.Context(), hash)
		if !here || err != nil {
			t.Errorf("here %v, %v", here, err)
		}
		var got bytes.Buffer
		must(t, c.FetchFile(t.Context(), hash, &got))
		if !bytes.Equal(got.Bytes(), data) {
			t.Error("it came back otherwise")
		}
	})
	t.Run("an empty file is a file", func(t *testing.T) {
		hash, data := content(t, 0)
		must(t, c.SendFile(t.Context(), hash, bytes.NewReader(data)))
		var got bytes.Buffer
		must(t, c.FetchFile(t.Context(), hash, &got))
	})
	t.Run("a file goes on where it was cut off", func(t *testing.T) {
		hash, data := content(t, 1000)
		if status, k := put(hash, 0, 1000, data[:400]); status != 200 {
			t.Fatal(status, k)
		}
		if status, k := put(hash, 0, 1000, data); status != 409 || k != "error.upload_offset" {
			t.Error(status, k)
		}
		must(t, c.SendFile(t.Context(), hash, bytes.NewReader(data)))
	})
	t.Run("what is not what it was called is dropped", func(t *testing.T) {
		hash, data := content(t, 1000)
		data[7]++
		if status, k := put(hash, 0, 1000, data); status != 400 || k != "error.upload_content" {
			t.Error(status, k)
		}
		if here, err := c.HasFile(t.Context(), hash); here || err != nil {
			t.Errorf("here %v, %v", here, err)
		}
		if halves, _ := filepath.Glob(filepath.Join(r.dir, "uploads", "*", hash+"*")); len(halves) > 0 {
			t.Errorf("left %v", halves)
		}
	})
	t.Run("more than was announced is dropped", func(t *testing.T) {
		hash, data := content(t, 1000)
		if status, k := put(hash, 0, 10, data); status != 400 || k != "error.upload_content" {
			t.Error(status, k)
		}
	})
	t.Run("a piece that is too large is refused", func(t *testing.T) {
		hash, data := content(t, 4<<20+1)
		if status, _ := put(hash, 0, 4<<20+1, data); status != 413 {
			t.Error(status)
		}
		if status, k := put(hash, 0, 201<<20, nil); status != 400 || k != "error.file_too_large" {
			t.Error(status, k)
		}
	})
	t.Run("a name that is no hash never becomes a path", func(t *testing.T) {
		for _, name := range []string{"..", "x", strings.Repeat("A", 64), "..%2f..%2fsession.key"} {
			if status, k := put(name, 0, 1, []byte("x")); status != 400 && status != 404 {
				t.Error(name, status, k)
			}
		}
	})
	t.Run("a file that a device may not hold is not there for it", func(t *testing.T) {
		hash, data := content(t, 100)
		must(t, c.SendFile(t.Context(), hash, bytes.NewReader(data)))
		here, err := other.HasFile(t.Context(), hash)
		if here || err != nil {
			t.Errorf("here %v, %v", here, err)
		}
		want(t, other.FetchFile(t.Context(), hash, io.Discard), "error.file_missing")
		must(t, other.SendFile(t.Context(), hash, bytes.NewReader(data))) // but it may bring it
		must(t, other.FetchFile(t.Context(), hash, io.Discard))
	})
	t.Run("a file that an act names can be fetched by who holds the act", func(t *testing.T) {
		hash, data := content(t, 100)
		must(t, c.SendFile(t.Context(), hash, bytes.NewReader(data)))
		session, err := c.SignIn(t.Context(), "clerk", "right")
		must(t, err)
		a := act(1, "")
		a.Event.Files = []model.File{{Hash: hash, Size: 100}}
		_, err = c.Push(t.Context(), session.Token, []model.Pushed{a})
		must(t, err)
		must(t, other.FetchFile(t.Context(), hash, io.Discard))
	})
}

func TestOneDeviceCannotFillTheHubWithHalves(t *testing.T) {
	r := start(t, hub.Limits{})
	_, j := r.join(t)
	plain := asDevice(t, j)
	for i := range 33 {
		hash, data := content(t, 10)
		if status, k := putPiece(t, plain, r.url, hash, 0, 10, data[:5]); i < 32 && status != 200 || i == 32 && k != "error.too_many_uploads" {
			t.Fatal(i, status, k)
		}
	}
}

func TestAFetchGoesOnAfterACut(t *testing.T) {
	hash, data := content(t, 1000)
	var ranges []string
	line := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		from := 0
		if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-999/1000", from))
			w.Header().Set("Content-Length", fmt.Sprint(1000-from))
			w.WriteHeader(http.StatusPartialContent)
		} else {
			w.Header().Set("Content-Length", "1000")
		}
		_, _ = w.Write(data[from:min(from+400, 1000)])
		_ = http.NewResponseController(w).Flush()
		if from+400 < 1000 {
			panic(http.ErrAbortHandler)
		}
	}))
	c := lineTo(t, line)
	var got bytes.Buffer
	must(t, c.FetchFile(t.Context(), hash, &got))
	if !bytes.Equal(got.Bytes(), data) || strings.Join(ranges, " ") != " bytes=400- bytes=800-" {
		t.Errorf("asked for %q", ranges)
	}
}

func TestAFileThatWasAlteredOnTheWayIsNotTaken(t *testing.T) {
	hash, data := content(t, 1000)
	data[0]++
	c := lineTo(t, httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) })))
	want(t, c.FetchFile(t.Context(), hash, io.Discard), "error.hub_file")
}

func TestWhateverAnswersInPlaceOfAHub(t *testing.T) {
	for _, one := range []struct {
		status int
		text   string
		key    string
	}{{502, "<html>bad gateway", "error.hub_unreachable"}, {200, "<html>login", "error.bad_message"}, {500, `{"error":{}}`, "error.hub_unreachable"},
		{200, strings.Repeat("[", 1000), "error.bad_message"}} {
		c := lineTo(t, httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(one.status)
			_, _ = io.WriteString(w, one.text)
		})))
		_, err := c.Hello(t.Context())
		want(t, err, one.key)
	}
}

// lineTo is a line to a server that is no hub but has a hub's certificate.
func lineTo(t *testing.T, server *httptest.Server) *hub.Client {
	t.Helper()
	r := start(t, hub.Limits{})
	_, j := r.join(t)
	authority, err := hub.OpenAuthority(r.dir, r.time)
	must(t, err)
	certificate, err := authority.Server(r.dir, hub.Names(""), r.time)
	must(t, err)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	j.URL = server.URL
	return r.dial(t, j)
}

func TestTheFolderIsForTheOwnerOnly(t *testing.T) {
	r := start(t, hub.Limits{})
	for _, name := range []string{"authority.pem", "session.key", "server.pem"} {
		info, err := os.Stat(filepath.Join(r.dir, name))
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has %v", name, info.Mode())
		}
	}
}
