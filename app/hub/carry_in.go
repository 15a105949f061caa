package hub

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"yunban/model"
)

// The kinds of parcel, as their signatures say.
const (
	actsKind   = "acts"
	answerKind = "answer"
)

// The most that one answer brings.
const (
	mostCarriedLog   = 64 << 20 // bytes of the log
	mostCarriedWants = 5000     // files that a desk asks for
)

// taking is a parcel on its way into the log, and the answer to it.
type taking struct {
	server *Server
	parcel model.ActsParcel
	device model.Device
	answer model.AnswerParcel
	pages  []content
	files  []content
	report model.CarryReport
	added  map[string]bool // the files of the answer
}

// carry takes a desk's parcel in and makes the answer ready. The same parcel again gives the same answers, and what is
// new in the log; one that is older than the last of its desk is refused.
func (s *Server) carry(ctx context.Context, from io.Reader) (*taking, error) {
	opened, err := openParcel(from, s.carried.identity)
	if err != nil {
		return nil, err
	}
	t := &taking{server: s, added: map[string]bool{}}
	if err := t.admit(ctx, opened); err != nil {
		return nil, err
	}
	if err := opened.each(t.parcel.Files, func(f model.CarriedFile, r io.Reader) error { return t.keepFile(ctx, f, r) }); err != nil {
		return nil, err
	}
	if err := opened.end(); err != nil {
		return nil, err
	}
	if err := t.receive(ctx); err != nil {
		return nil, err
	}
	if err := t.follow(ctx); err != nil {
		return nil, err
	}
	if err := t.wanted(ctx); err != nil {
		return nil, err
	}
	s.Logger.InfoContext(ctx, "parcel taken in", "device", t.device.ID, "no", t.parcel.No, "taken", t.report.Taken, "refused", t.report.Refused)
	return t, t.remember()
}

// admit checks whom a parcel is from and whom it is for.
func (t *taking) admit(ctx context.Context, opened *parcel) error {
	s := t.server
	if err := unmarshal(opened.manifest, &t.parcel); err != nil {
		return errBadParcel(err)
	}
	if t.parcel.Format != model.CarryFormat {
		return model.Errorf(model.Conflict, "error.update_needed")
	}
	var err error
	t.device, err = s.Devices.Device(ctx, t.parcel.Device)
	switch {
	case err != nil && model.KindOf(err) == model.NotFound:
		return model.Wrap(model.Forbidden, err, "error.device_unknown")
	case err != nil:
		return err
	case t.device.Revoked:
		return model.Errorf(model.Forbidden, "error.device_revoked", "device", t.device.Name)
	case t.parcel.To != s.carried.identity.Recipient().String() || !signedBy(t.device, opened):
		return model.Errorf(model.Forbidden, "error.parcel_forged")
	}
	t.report.Device = t.device.ID
	last, err := s.carriedLast(t.device.ID)
	if err == nil && t.parcel.No < last {
		err = model.Errorf(model.Conflict, "error.parcel_replayed", "device", t.device.Name)
	}
	if err != nil {
		return err
	}
	return s.Devices.SeenDevice(ctx, t.device.ID, s.Clock())
}

func signedBy(d model.Device, p *parcel) bool {
	key, err := x509.ParsePKIXPublicKey(d.Key)
	if err != nil {
		return false
	}
	public, ok := key.(*ecdsa.PublicKey)
	return ok && ecdsa.VerifyASN1(public, signed(actsKind, p.manifest), p.signature)
}

// keepFile keeps a file that a parcel brings, and that its desk has brought it.
func (t *taking) keepFile(ctx context.Context, f model.CarriedFile, r io.Reader) error {
	if !hashForm.MatchString(f.Hash) || f.Size > maxFile {
		return errBadParcel(errors.New(f.Hash))
	}
	if _, _, err := t.server.Files.Keep(ctx, r, maxFile); err != nil {
		return err
	}
	t.report.Files++
	return t.server.uploads.mark(t.device.ID, f.Hash)
}

// receive has the acts judged, person by person in the device's order. Where it stops, the rest waits at the desk.
func (t *taking) receive(ctx context.Context) error {
	s, now := t.server, t.server.Clock()
	t.answer.Answers, t.answer.Sessions, t.answer.SignIn = []model.Answer{}, []model.Session{}, []string{}
	for _, batch := range t.parcel.Acts {
		if len(batch.Acts) == 0 {
			continue
		}
		id, err := s.tokens.person(batch.Session, t.device.ID, now)
		if err != nil {
			t.answer.SignIn = append(t.answer.SignIn, batch.Acts[0].Event.Actor)
			return nil
		}
		person, err := s.Office.Person(ctx, id)
		if err != nil {
			return err
		}
		if stopped := t.push(ctx, person, batch.Acts); stopped {
			return nil
		}
		if person.Disabled {
			continue
		}
		session, err := s.tokens.issue(id, t.device.ID, now) // whoever works without a network keeps his leave as long as he sends
		if err != nil {
			return err
		}
		t.answer.Sessions = append(t.answer.Sessions, session)
	}
	return nil
}

// push has one person's acts judged; the first alone, as a desk sends them: where its number was another act's, the desk
// was copied, and no more is numbered by its count.
func (t *taking) push(ctx context.Context, person model.Person, acts []model.Pushed) (stopped bool) {
	for n := 1; len(acts) > 0; n = maxActs {
		n := min(len(acts), n)
		var answers []model.Answer
		filed, err := t.server.filed(ctx, t.device, acts[:n])
		if err == nil {
			answers, err = t.server.Office.Receive(ctx, t.device, person, filed)
		}
		for _, a := range answers {
			t.server.answered(ctx, t.device, person, a)
			a.Event = nil // the log brings it
			t.answer.Answers = append(t.answer.Answers, a)
			if a.Verdict == model.Taken {
				t.report.Taken++
			} else {
				t.report.Refused++
			}
		}
		if err != nil {
			f := failureOf(err).Error
			t.server.Logger.WarnContext(ctx, "parcel stopped", "device", t.device.ID, "key", f.Key, "cause", err.Error())
			t.answer.Stopped = &model.Answer{Kind: f.Kind, Key: f.Key, Args: f.Args}
			return true
		}
		if len(answers) < n || slices.ContainsFunc(answers, func(a model.Answer) bool { return a.Key == "error.act_replayed" }) {
			return true
		}
		acts = acts[n:]
	}
	return false
}

// follow adds the log behind the desk's cursor, and the files that the office works by.
func (t *taking) follow(ctx context.Context) error {
	s, c := t.server, t.parcel.Cursor
	d, err := s.Devices.Device(ctx, t.device.ID)
	if err != nil {
		return err
	}
	after, size := c.After, int64(0)
	if c.Hub != s.hub || c.ScopeEpoch != d.ScopeEpoch {
		after = 0
	}
	t.answer.Cursor = model.Cursor{Hub: s.hub, ScopeEpoch: d.ScopeEpoch, After: after}
	for more := true; more; {
		page, err := s.Log.Feed(ctx, t.device.ID, after, maxFeed)
		if err != nil && after > 0 && after == t.answer.Cursor.After && model.KindOf(err) == model.Conflict { // it cannot go on from there
			after, t.answer.Cursor.After = 0, 0
			continue
		}
		if err != nil {
			return err
		}
		text, err := encode(page)
		if err != nil {
			return err
		}
		t.pages = append(t.pages, textContent(text))
		t.report.Received += len(page.Items)
		if err := t.teaching(ctx, page); err != nil {
			return err
		}
		after, more, size = page.Next, page.More, size+int64(len(text))
		if more && size > mostCarriedLog {
			t.answer.More, more = true, false
		}
	}
	return nil
}

func textContent(text []byte) content {
	sum := sha256.Sum256(text)
	return content{model.CarriedFile{Hash: hex.EncodeToString(sum[:]), Size: int64(len(text))},
		func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// teaching adds the files that a desk must have to take a page in.
func (t *taking) teaching(ctx context.Context, page model.FeedPage) error {
	for _, item := range page.Items {
		e, ok, err := item.Event()
		if err != nil || !ok || !e.Subject.Kind.Teaches() {
			continue
		}
		for _, f := range e.Files {
			if err := t.addFile(ctx, f.Hash, maxFile); err != nil {
				return err
			}
		}
	}
	return nil
}

// wanted adds the files that the desk asked for and may have, as far as it has room.
func (t *taking) wanted(ctx context.Context) error {
	room := min(t.parcel.Room, mostCarried)
	for _, hash := range t.parcel.Wants[:min(len(t.parcel.Wants), mostCarriedWants)] {
		if !hashForm.MatchString(hash) {
			continue
		}
		had := len(t.files)
		if err := t.addFile(ctx, hash, room); err != nil {
			return err
		}
		if len(t.files) > had {
			room -= t.files[had].Size
		}
	}
	return nil
}

// addFile adds a file once, if the desk may hold it, it is here, and it is not larger than there is room.
func (t *taking) addFile(ctx context.Context, hash string, room int64) error {
	if t.added[hash] {
		return nil
	}
	may, err := t.server.Log.MayHold(ctx, t.device.ID, hash)
	if err != nil || !may {
		return err
	}
	open := func() (io.ReadCloser, error) { return t.server.Files.Open(hash) }
	size, err := sizeOf(open)
	if model.KindOf(err) == model.NotFound || err == nil && size > room {
		return nil
	}
	if err == nil {
		t.added[hash] = true
		t.files = append(t.files, content{model.CarriedFile{Hash: hash, Size: size}, open})
	}
	return err
}

func sizeOf(open func() (io.ReadCloser, error)) (size int64, err error) {
	r, err := open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if seeker, ok := r.(io.Seeker); ok {
		return seeker.Seek(0, io.SeekEnd)
	}
	return io.Copy(io.Discard, r)
}

// write writes the answer.
func (t *taking) write(w io.Writer) error {
	s := t.server
	t.answer.Format, t.answer.No, t.answer.Device, t.answer.Hello = model.CarryFormat, t.parcel.No, t.device.ID, s.hello()
	t.answer.Files, t.answer.Pages = named(t.files), named(t.pages)
	sign := func(manifest []byte) ([]byte, error) {
		return ed25519.Sign(s.carried.sign, signed(answerKind, manifest)), nil
	}
	return writeParcel(w, t.parcel.Answer, t.answer, sign, append(t.files, t.pages...))
}

func named(contents []content) []model.CarriedFile {
	files := make([]model.CarriedFile, len(contents))
	for i, c := range contents {
		files[i] = c.CarriedFile
	}
	return files
}

// carriedLast is the number of the last parcel of a desk that was taken in.
func (s *Server) carriedLast(device string) (no int64, err error) {
	err = read(s.carriedPath(device), &no)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	return no, unexpected(err)
}

func (t *taking) remember() error {
	text, err := json.Marshal(t.parcel.No)
	if err != nil {
		return unexpected(err)
	}
	return writeWhole(t.server.carriedPath(t.device.ID), text)
}

func (s *Server) carriedPath(device string) string { return filepath.Join(s.Dir, "carrying", device) }

// mark notes that a device has brought a file whole.
func (u *uploads) mark(device, hash string) error {
	if err := os.MkdirAll(filepath.Join(u.dir, device), 0o700); err != nil {
		return unexpected(err)
	}
	return unexpected(os.WriteFile(u.path(device, hash, whole), nil, 0o600))
}
