package hub

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"filippo.io/age"

	"yunban/model"
)

// A parcel is a tar archive, compressed, and encrypted with age to whom it is for. First comes what the parcel says,
// then the signature over it, then the contents that it names, each under its SHA-256 and in that order. Nothing of
// a parcel is looked at before age has let it pass, nothing of its contents before the signature was checked.

// The largest parts of a parcel.
const (
	mostManifest  = 64 << 20
	mostSignature = 1 << 10
)

// The names of a parcel's first entries.
const (
	manifestName  = "parcel.json"
	signatureName = "signature"
)

// content is something that a parcel brings.
type content struct {
	model.CarriedFile
	open func() (io.ReadCloser, error)
}

// signed is what a signature is over: what is said, and that it is said in a parcel of this kind.
func signed(kind string, manifest []byte) []byte {
	sum := sha256.New()
	sum.Write([]byte("yunban " + kind + " 1\n"))
	sum.Write(manifest)
	return sum.Sum(nil)
}

// errBadParcel is a parcel that is not whole, not for us, or none.
func errBadParcel(err error) error { return model.Wrap(model.Invalid, err, "error.bad_parcel") }

// writeParcel writes a parcel for a recipient.
func writeParcel(w io.Writer, recipient string, says any, sign func(manifest []byte) ([]byte, error), contents []content) error {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return errBadParcel(err)
	}
	manifest, err := json.Marshal(says)
	if err != nil {
		return unexpected(err)
	}
	if len(manifest) > mostManifest {
		return model.Errorf(model.Invalid, "error.message_too_large")
	}
	signature, err := sign(manifest)
	if err != nil {
		return err
	}
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return unexpected(err)
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return unexpected(err)
	}
	entries := tar.NewWriter(packed)
	if err := errors.Join(writeEntry(entries, manifestName, manifest), writeEntry(entries, signatureName, signature)); err != nil {
		return err
	}
	for _, c := range contents {
		if err := writeContent(entries, c); err != nil {
			return err
		}
	}
	for _, part := range []io.Closer{entries, packed, sealed} {
		if err := part.Close(); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

func writeEntry(w *tar.Writer, name string, text []byte) error {
	err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))})
	if err == nil {
		_, err = w.Write(text)
	}
	return unexpected(err)
}

func writeContent(w *tar.Writer, c content) error {
	r, err := c.open()
	if err != nil {
		return err
	}
	err = w.WriteHeader(&tar.Header{Name: c.Hash, Mode: 0o600, Size: c.Size})
	if err == nil {
		_, err = io.Copy(w, r)
	}
	return errors.Join(unexpected(err), unexpected(r.Close()))
}

// parcel is a parcel that is being read.
type parcel struct {
	manifest, signature []byte
	entries             *tar.Reader
	rest                io.Reader
}

// openParcel reads what a parcel says, and its signature, which the caller has to check before anything else.
func openParcel(r io.Reader, identity age.Identity) (*parcel, error) {
	plain, err := age.Decrypt(r, identity)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return nil, model.Wrap(model.Forbidden, err, "error.parcel_for_others")
	}
	if err != nil {
		return nil, errBadParcel(err)
	}
	return readParcel(plain)
}

// readParcel reads a parcel that has been decrypted.
func readParcel(plain io.Reader) (*parcel, error) {
	unpacked, err := gzip.NewReader(plain)
	if err != nil {
		return nil, errBadParcel(err)
	}
	p := &parcel{entries: tar.NewReader(unpacked), rest: unpacked}
	if p.manifest, err = p.entry(manifestName, mostManifest); err != nil {
		return nil, err
	}
	p.signature, err = p.entry(signatureName, mostSignature)
	return p, err
}

// entry reads a small entry whole.
func (p *parcel) entry(name string, most int64) ([]byte, error) {
	head, err := p.entries.Next()
	if err != nil {
		return nil, errBadParcel(err)
	}
	if head.Name != name || head.Typeflag != tar.TypeReg || head.Size > most {
		return nil, errBadParcel(errors.New(head.Name))
	}
	text, err := io.ReadAll(io.LimitReader(p.entries, most))
	if err != nil {
		return nil, errBadParcel(err)
	}
	return text, nil
}

// each gives the contents that a parcel said it brings, in their order. A content that is not what it is called ends
// in an error instead of its end.
func (p *parcel) each(named []model.CarriedFile, do func(f model.CarriedFile, r io.Reader) error) error {
	for _, f := range named {
		head, err := p.entries.Next()
		if err != nil {
			return errBadParcel(err)
		}
		if head.Name != f.Hash || head.Size != f.Size || head.Typeflag != tar.TypeReg {
			return errBadParcel(errors.New(head.Name))
		}
		r := &checking{r: p.entries, sum: sha256.New(), want: f.Hash}
		if err := do(f, r); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil { // what was not read is checked too
			return err
		}
	}
	return nil
}

// end makes sure that there is nothing more, and that the parcel has not lost its end.
func (p *parcel) end() error {
	if _, err := p.entries.Next(); !errors.Is(err, io.EOF) {
		return errBadParcel(errors.New("more than it says"))
	}
	if n, err := io.Copy(io.Discard, io.LimitReader(p.rest, 1<<16)); err != nil || n == 1<<16 {
		return errBadParcel(errors.Join(err, errors.New("no end")))
	}
	return nil
}

// checking reads a content and compares its hash at the end.
type checking struct {
	r    io.Reader
	sum  hash.Hash
	want string
}

// Read reads a piece.
func (c *checking) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.sum.Write(b[:n])
	switch {
	case errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != c.want:
		return n, errBadParcel(errors.New(c.want + " is altered"))
	case err != nil && !errors.Is(err, io.EOF):
		return n, errBadParcel(err)
	}
	return n, err
}
