package hub

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// Portals is what a city's own portal can do: each call is one of an account of a unit, so that rules, duties and
// history hold as for anybody.
type Portals interface {
	// PortalPerson makes an account of a unit for a portal.
	PortalPerson(ctx context.Context, unit, name string) (model.Person, error)
	// FileRequest files a filled form under an id, once.
	FileRequest(ctx context.Context, person, id string, form []byte, open func(name string) (io.ReadCloser, error)) (model.PortalRequest, error)
	// FileRound files the next round of a request that was sent back, under an id of the act, once.
	FileRound(ctx context.Context, person, request, id string, form []byte, open func(name string) (io.ReadCloser, error)) (model.PortalRequest, error)
	// WithdrawRequest takes a request back, under an id of the act, once.
	WithdrawRequest(ctx context.Context, person, request, id, note string) (model.PortalRequest, error)
	PortalRequests(ctx context.Context, person string, ask model.PortalQuery) (model.PortalPage, error)
	PortalRequest(ctx context.Context, person, id string) (model.PortalRequest, error)
}

// portalFormat is a filled form, for the description; the office reads it.
type portalFormat struct {
	Profile string         `json:"profile,omitempty"` // a regulation's id, when the portal wants to be sure
	Kind    model.Case     `json:"kind"`
	System  string         `json:"system,omitempty"` // of a change or a termination
	Values  model.Values   `json:"values"`
	Rows    []model.Row    `json:"rows"`
	Files   []portalAttach `json:"files"`
}

type portalAttach struct {
	Role string `json:"role"`
	Path string `json:"path"` // the name of the part's file
}

// What a portal may send at once.
const (
	mostPortal     = 512 << 20 // bytes of a form and its files
	mostPortalForm = 4 << 20   // of the form itself, and of what is kept in memory
	mostPortalPage = 200       // requests on a page
	usualPage      = 50
)

// keyHeaderIn names what is filed: the same key again files nothing again.
const keyHeaderIn = "Idempotency-Key"

// portalFile files a request: JSON, or a form with files as parts.
func portalFile(s *Server, x *exchange) error {
	sent, err := portalSays(x)
	if err != nil {
		return err
	}
	defer sent.done()
	id := portalID("portal", x.person.ID, sent.key)
	if err := s.samePortal(x, id, id, sent.sum); err != nil {
		return err
	}
	filed, err := s.Portals.FileRequest(x.r.Context(), x.person.ID, id, sent.form, sent.files.open)
	if err != nil {
		return err
	}
	s.Logger.InfoContext(x.r.Context(), "portal filed", "portal", x.device.Name, "person", x.person.ID, "request", filed.ID, "number", filed.Number)
	return x.answer(filed)
}

// portalKey is the portal's own name for what it does.
func portalKey(x *exchange) (string, error) {
	key := x.r.Header.Get(keyHeaderIn)
	if key == "" || len(key) > maxNaming {
		return "", model.Errorf(model.Invalid, "error.portal_key", "header", keyHeaderIn)
	}
	return key, nil
}

// portalID is the id of what a portal does under a key: what it is, who does it, and the key.
func portalID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of our own making (version 8)
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// portalFiles are the files of a form, by their names.
type portalFiles map[string]*multipart.FileHeader

func (f portalFiles) open(name string) (io.ReadCloser, error) {
	head, ok := f[path.Base(name)]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return head.Open()
}

// portalSent is what a portal sent under a key: a form and its files.
type portalSent struct {
	key, sum string
	form     []byte
	files    portalFiles
	done     func() // clears away what was put aside for it
}

// portalSays reads what a portal sent.
func portalSays(x *exchange) (sent portalSent, err error) {
	if sent.key, err = portalKey(x); err != nil {
		return sent, err
	}
	if sent.form, sent.files, sent.done, err = portalForm(x); err != nil {
		return sent, err
	}
	if sent.sum, err = formSum(sent.form, sent.files); err != nil {
		sent.done()
	}
	return sent, err
}

// portalForm reads the form and its files; done clears away what was put aside for it.
func portalForm(x *exchange) (form []byte, files portalFiles, done func(), err error) {
	kind, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		form, err = io.ReadAll(io.LimitReader(x.r.Body, mostPortalForm+1))
		return form, nil, func() {}, tooLong(form, err)
	}
	if err := x.r.ParseMultipartForm(mostPortalForm); err != nil {
		return nil, nil, nil, badForm(err)
	}
	done = func() { _ = x.r.MultipartForm.RemoveAll() } // the system clears its folder of temporary files, too
	files = portalFiles{}
	for field, heads := range x.r.MultipartForm.File {
		for _, head := range heads {
			if field == "form" {
				form, err = readPart(head)
			} else {
				files[head.Filename] = head
			}
		}
	}
	if values := x.r.MultipartForm.Value["form"]; form == nil && len(values) == 1 {
		form = []byte(values[0])
	}
	if err := tooLong(form, err); err != nil {
		done()
		return nil, nil, nil, err
	}
	return form, files, done, nil
}

func readPart(head *multipart.FileHeader) ([]byte, error) {
	file, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostPortalForm+1))
}

func tooLong(form []byte, err error) error {
	switch {
	case err != nil:
		return badForm(err)
	case len(form) > mostPortalForm:
		return model.Errorf(model.Invalid, "error.message_too_large", "limit", strconv.Itoa(mostPortalForm>>20))
	case len(bytes.TrimSpace(form)) == 0 || depth(form) > maxDepth:
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	return nil
}

func badForm(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return model.Wrap(model.Invalid, err, "error.bad_message")
}

// formSum tells a form and its files from any other.
func formSum(form []byte, files portalFiles) (string, error) {
	sum := sha256.New()
	sum.Write(form)
	for _, name := range sortedNames(files) {
		file, err := files.open(name)
		if err != nil {
			return "", unexpected(err)
		}
		_, err = fmt.Fprintf(sum, "\n%q ", name)
		if err == nil {
			_, err = io.Copy(sum, file)
		}
		if err := errors.Join(err, file.Close()); err != nil {
			return "", unexpected(err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// samePortal refuses another content under a key that was acted by, id being the act's. One that was refused may be
// mended under it.
func (s *Server) samePortal(x *exchange, request, id, said string) error {
	place := filepath.Join(s.Dir, portalsName, "filed", id)
	var known string
	err := read(place, &known)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unexpected(err)
	}
	if known == said {
		return nil
	}
	r, err := s.Portals.PortalRequest(x.r.Context(), x.person.ID, request)
	switch {
	case err == nil && slices.ContainsFunc(r.History, func(step model.PortalStep) bool { return step.ID == id }):
		return model.Errorf(model.Conflict, "error.portal_key_reused", "header", keyHeaderIn)
	case err != nil && model.KindOf(err) != model.NotFound:
		return err
	}
	return writeWhole(place, []byte(strconv.Quote(said)))
}

// portalList lists the unit's requests.
func portalList(s *Server, x *exchange) error {
	limit, err := number(x.r, "limit", usualPage)
	if err != nil {
		return err
	}
	q := x.r.URL.Query()
	page, err := s.Portals.PortalRequests(x.r.Context(), x.person.ID, model.PortalQuery{Status: q.Get("status"), Kind: q.Get("kind"), Due: q.Get("due"),
		Text: q.Get("text"), From: q.Get("from"), To: q.Get("to"), After: q.Get("after"), Limit: int(min(max(limit, 1), mostPortalPage))})
	if err != nil {
		return err
	}
	return x.answer(page)
}

// portalShow shows one request.
func portalShow(s *Server, x *exchange) error {
	r, err := s.Portals.PortalRequest(x.r.Context(), x.person.ID, x.r.PathValue("id"))
	if err != nil {
		return err
	}
	return x.answer(r)
}

// portalPaper gives a paper that was issued.
func portalPaper(s *Server, x *exchange) error {
	r, err := s.Portals.PortalRequest(x.r.Context(), x.person.ID, x.r.PathValue("id"))
	if err != nil {
		return err
	}
	for _, p := range r.Papers {
		if string(p.Document) != x.r.PathValue("document") {
			continue
		}
		content, err := s.Files.Open(p.Hash)
		if err != nil {
			return err
		}
		defer content.Close()
		x.w.Header().Set("Content-Type", "application/octet-stream") // PDF or OFD
		x.w.Header().Set("ETag", `"`+p.Hash+`"`)
		x.w.WriteHeader(http.StatusOK)
		_, _ = io.Copy(x.w, content) // a line that was cut off is the caller's to mend
		return nil
	}
	return model.Errorf(model.NotFound, "error.file_missing", "hash", x.r.PathValue("document"))
}
