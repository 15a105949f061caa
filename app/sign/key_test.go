package sign_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/emmansun/gmsm/cfca"
	"github.com/emmansun/gmsm/sm2"
	"software.sslmate.com/src/go-pkcs12"

	"yunban/app/sign"
	"yunban/model"
)

func TestKeys(t *testing.T) {
	for _, by := range []string{"rsa", "p256", "p384"} {
		t.Run("a PKCS#12 file of "+by+" is opened by its password alone", func(t *testing.T) {
			key, err := sign.OpenKey(person(t, by).p12(), password)
			if err != nil || key.Certificate().Name != person(t, by).certificate.Subject.CommonName || key.Certificate().Domestic {
				t.Error(key.Certificate(), err)
			}
			_, err = sign.OpenKey(person(t, by).p12(), "wrong")
			said(t, err, "error.p12_password")
		})
	}
	t.Run("a PKCS#12 file of the old kind is opened too", func(t *testing.T) {
		p := person(t, "rsa")
		if _, err := sign.OpenKey(must(pkcs12.LegacyRC2.Encode(p.key, p.certificate.ToX509(), nil, password)), password); err != nil {
			t.Error(err)
		}
	})
	t.Run("an SM2 key comes as PKCS#12, as CFCA's file or as PEM", func(t *testing.T) {
		p := person(t, "sm2")
		key, _ := p.key.(*sm2.PrivateKey)
		p12 := filepath.Join(t.TempDir(), "sm2.p12")
		const latin = "Kw-2026"
		run(t, 0, "openssl", "pkcs12", "-export", "-in", write(t, "pair.pem", p.pemPair()), "-out", p12, "-passout", "pass:"+latin)
		for name, data := range map[string][]byte{
			"p12": must(os.ReadFile(p12)), "pem": p.pemPair(),
			"sm2": []byte(base64.StdEncoding.EncodeToString(must(cfca.MarshalSM2([]byte(latin), key, p.certificate)))),
		} {
			opened, err := sign.OpenKey(data, latin)
			if err != nil || !opened.Certificate().Domestic || opened.Certificate().Name != "赵六" {
				t.Errorf("%s: %v", name, err)
			}
			if name != "pem" {
				_, err = sign.OpenKey(data, "wrong")
				said(t, err, "error.p12_password")
			}
		}
	})
	t.Run("a file with no key, no certificate or another's says so", func(t *testing.T) {
		p := person(t, "p256")
		_, err := sign.OpenKey(must(pkcs12.Modern2023.EncodeTrustStore([]*x509.Certificate{p.certificate.ToX509()}, password)), password)
		said(t, err, "error.p12_no_key")
		_, err = sign.OpenKey(p.pem(), "")
		said(t, err, "error.p12_no_key")
		_, err = sign.OpenKey(keyOf(p), "")
		said(t, err, "error.p12_no_certificate")
		_, err = sign.OpenKey(append(person(t, "rsa").pem(), keyOf(p)...), "")
		said(t, err, "error.p12_mismatch")
		_, err = sign.OpenKey([]byte("nothing of the kind"), password)
		said(t, err, "error.p12_broken")
	})
	for by, key := range map[string]string{"ended": "error.certificate_expired", "early": "error.certificate_early", "server": "error.certificate_usage"} {
		t.Run("a certificate that may not sign now is refused: "+by, func(t *testing.T) {
			_, _, err := signer.Sign(context.Background(), paper(), person(t, by).p12(), password, signing())
			said(t, err, key)
		})
	}
	t.Run("a trust list is read certificate by certificate, and nothing else is taken", func(t *testing.T) {
		list, clean, err := signer.Roots(append(person(t, "root").pem(), person(t, "sm2 root").pem()...))
		if err != nil || len(list) != 2 || list[1].Name != "国密测试根证书" || len(clean) == 0 {
			t.Error(list, err)
		}
		if list, _, err := signer.Roots(person(t, "root").certificate.Raw); err != nil || len(list) != 1 {
			t.Error(list, err)
		}
		_, _, err = signer.Roots([]byte("no certificate"))
		said(t, err, "error.not_certificate")
	})
}

// keyOf is the key alone.
func keyOf(p *identity) []byte {
	pair := p.pemPair()
	return pair[bytes.Index(pair, []byte("-----BEGIN PRIVATE KEY")):]
}

// rectOf is where the last signature of a file stands.
func rectOf(t *testing.T, pdf []byte) (r [4]float64) {
	t.Helper()
	all := regexp.MustCompile(`/Rect \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]`).FindAllSubmatch(pdf, -1)
	for i := range r {
		r[i] = must(strconv.ParseFloat(string(all[len(all)-1][i+1]), 64))
	}
	return r
}

func TestPlace(t *testing.T) {
	t.Run("a signature stands by the date or seal and covers nothing, the next one beside it", func(t *testing.T) {
		pdf := bytes.Replace(paper(), []byte("(Seal)"), []byte("(2026)"), 1)
		taken := [][4]float64{{72, 717, 120, 731}, {400, 157, 428, 171}, {60, 100, 535, 100}}
		for range 4 {
			pdf = signed(t, pdf, "p256")
			r := rectOf(t, pdf)
			for _, other := range taken {
				if r[0] < other[2] && other[0] < r[2] && r[1] <= other[3] && other[1] <= r[3] {
					t.Errorf("%v covers %v", r, other)
				}
			}
			if r[0] < 0 || r[1] < 0 || r[2] > 595 || r[3] > 842 {
				t.Errorf("%v is off the page", r)
			}
			taken = append(taken, r)
		}
	})
	t.Run("a place that is asked for is taken", func(t *testing.T) {
		as := signing()
		as.Place = model.SignaturePlace{Page: 1, X: 300, Y: 400, Width: 160, Height: 44}
		pdf := must(signer.SignWith(must(sign.OpenKey(person(t, "p256").pemPair(), "")), paper(), as))
		if r := rectOf(t, pdf); r != [4]float64{300, 400, 460, 444} {
			t.Error(r)
		}
	})
	t.Run("a place on no page is refused", func(t *testing.T) {
		for _, p := range []model.SignaturePlace{{Page: 3}, {Page: -1}, {X: 500, Y: 10, Width: 180, Height: 50}} {
			as := signing()
			as.Place = p
			if _, _, err := signer.Sign(context.Background(), paper(), person(t, "p256").pemPair(), "", as); model.KindOf(err) != model.Invalid {
				t.Errorf("%+v: %v", p, err)
			}
		}
	})
}
