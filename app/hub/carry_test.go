package hub

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"filippo.io/age"

	"yunban/model"
)

// unsigned packs a parcel by hand.
func unsigned(t testing.TB, manifest []byte, entries ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	packed := gzip.NewWriter(&out)
	w := tar.NewWriter(packed)
	for i, text := range append([][]byte{manifest, []byte("sig")}, entries...) {
		name := hashName(text)
		if i < 2 {
			name = []string{manifestName, signatureName}[i]
		}
		if err := writeEntry(w, name, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), packed.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func hashName(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Whatever lies on a stick is a parcel or an error of ours, and takes no more memory than parcels may.
func FuzzParcels(f *testing.F) {
	manifest, err := json.Marshal(model.AnswerParcel{Format: 1, Files: []model.CarriedFile{{Hash: hashName([]byte("a")), Size: 1}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(unsigned(f, manifest, []byte("a")))
	f.Add(unsigned(f, []byte("{"), []byte("a")))
	f.Add(unsigned(f, manifest))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, text := range [][]byte{raw, zipped(raw)} {
			p, err := readParcel(bytes.NewReader(text))
			if err == nil {
				var said model.AnswerParcel
				if err = unmarshal(p.manifest, &said); err == nil {
					err = p.each(said.Files, func(f model.CarriedFile, r io.Reader) error {
						got, err := io.ReadAll(r)
						if err == nil && hashName(got) != f.Hash {
							t.Fatalf("%d bytes passed for %s", len(got), f.Hash)
						}
						return err
					})
				}
				if err == nil {
					err = p.end()
				}
			}
			var ours *model.Error
			if err != nil && !errors.As(err, &ours) {
				t.Fatal(err)
			}
		}
	})
}

func zipped(raw []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(raw)
	_ = w.Close()
	return out.Bytes()
}

func TestParcels(t *testing.T) {
	key, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	courier, err := NewCourier(model.Joined{Device: "d-1", Key: secret})
	if err != nil {
		t.Fatal(err)
	}
	own, err := courier.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	hub, err := openCarryKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	seal := func(t *testing.T, p model.ActsParcel, files ...string) []byte {
		var out bytes.Buffer
		for _, text := range files {
			p.Files = append(p.Files, model.CarriedFile{Hash: hashName([]byte(text)), Size: int64(len(text))})
		}
		err := courier.Seal(&out, *hub.public(), own, p, func(hash string) (io.ReadCloser, error) {
			for _, text := range files {
				if hashName([]byte(text)) == hash {
					return io.NopCloser(bytes.NewReader([]byte(text))), nil
				}
			}
			return nil, io.ErrUnexpectedEOF
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	t.Run("a device's signature holds for its parcel, and for no other device's", func(t *testing.T) {
		p, err := openParcel(bytes.NewReader(seal(t, model.ActsParcel{No: 1}, "附件一", "附件二")), hub.identity)
		if err != nil {
			t.Fatal(err)
		}
		if !signedBy(model.Device{Key: spki}, p) {
			t.Error("it does not hold")
		}
		other, err := newKey()
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := x509.MarshalPKIXPublicKey(other.Public())
		if err != nil {
			t.Fatal(err)
		}
		if signedBy(model.Device{Key: foreign}, p) {
			t.Error("it holds for anybody")
		}
		p.manifest = bytes.Replace(p.manifest, []byte(`"no":1`), []byte(`"no":2`), 1)
		if signedBy(model.Device{Key: spki}, p) {
			t.Error("it holds for what was changed")
		}
	})
	t.Run("only whom it is for can open it", func(t *testing.T) {
		other, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		_, err = openParcel(bytes.NewReader(seal(t, model.ActsParcel{})), other)
		wantKey(t, err, "error.parcel_for_others")
	})
	t.Run("a content that is not what it is called has no end", func(t *testing.T) {
		p, err := readParcel(bytes.NewReader(unsigned(t, []byte("{}"), []byte("right"))))
		if err != nil {
			t.Fatal(err)
		}
		err = p.each([]model.CarriedFile{{Hash: hashName([]byte("right")), Size: 4}}, func(model.CarriedFile, io.Reader) error { return nil })
		wantKey(t, err, "error.bad_parcel")
		var out bytes.Buffer
		wrong := content{model.CarriedFile{Hash: hashName([]byte("right")), Size: 5}, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte("wrong"))), nil }}
		err = writeParcel(&out, hub.identity.Recipient().String(), struct{}{}, func([]byte) ([]byte, error) { return nil, nil }, []content{wrong})
		if err != nil {
			t.Fatal(err)
		}
		if p, err = openParcel(&out, hub.identity); err != nil {
			t.Fatal(err)
		}
		err = p.each([]model.CarriedFile{wrong.CarriedFile}, func(_ model.CarriedFile, r io.Reader) error {
			_, err := io.ReadAll(r)
			return err
		})
		wantKey(t, err, "error.bad_parcel")
	})
	t.Run("an answer that the hub did not sign is forged", func(t *testing.T) {
		identity, err := age.ParseX25519Identity(own)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err = writeParcel(&out, identity.Recipient().String(), model.AnswerParcel{Format: 1, Device: "d-1"}, func([]byte) ([]byte, error) { return make([]byte, 64), nil }, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = courier.Unseal(&out, *hub.public(), own, func(model.AnswerParcel) error { t.Error("heard"); return nil }, nil, nil)
		wantKey(t, err, "error.parcel_forged")
	})
	t.Run("a bomb is refused before it goes off", func(t *testing.T) {
		var out bytes.Buffer
		packed := gzip.NewWriter(&out)
		w := tar.NewWriter(packed)
		if err := w.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: 1 << 40}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := packed.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := readParcel(&out)
		wantKey(t, err, "error.bad_parcel")
	})
	t.Run("the hub's key is made once", func(t *testing.T) {
		dir := t.TempDir()
		one, err := openCarryKey(dir)
		if err != nil {
			t.Fatal(err)
		}
		two, err := openCarryKey(dir)
		if err != nil || one.identity.String() != two.identity.String() || !bytes.Equal(one.sign, two.sign) {
			t.Error(err)
		}
	})
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}
