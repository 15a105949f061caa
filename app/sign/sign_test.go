package sign_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app/sign"
	"yunban/model"
)

// frame draws visible signatures as a frame.
type frame struct{}

func (frame) Stamp(_ []string, width, height float64, _ int) ([][]byte, error) {
	ops := fmt.Sprintf("1 0 0 RG 1 1 %.1f %.1f re S", width-2, height-2)
	return [][]byte{fmt.Appendf(nil, "<</Type /XObject /Subtype /Form /BBox [0 0 %.1f %.1f] /Length %d>>\nstream\n%s\nendstream", width, height, len(ops), ops)}, nil
}

var signer = sign.Signer{Stamper: frame{}}

// paper is a small PDF of two pages whose second has a place to seal.
func paper() []byte {
	pages := []string{"BT /F1 12 Tf 72 700 Td (First page) Tj ET", "0.5 w 60 100 m 535 100 l S BT /F1 12 Tf 1 0 0 1 72 720 Tm (Opinion) Tj 1 0 0 1 400 160 Tm (Seal) Tj ET"}
	objects := []string{"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [4 0 R 6 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources <</Font <</F1 3 0 R>>>>>>",
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"}
	for _, ops := range pages {
		n := len(objects) + 1
		objects = append(objects, fmt.Sprintf("<</Type /Page /Parent 2 0 R /Contents %d 0 R>>", n+1), fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(ops), ops))
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func signing() model.Signing {
	return model.Signing{At: at, Reason: "同意", Lines: func(c model.Certificate) []string { return []string{c.Name} }, Domestic: true}
}

func signed(t testing.TB, pdf []byte, by string) []byte {
	t.Helper()
	out, _, err := signer.Sign(context.Background(), pdf, person(t, by).pemPair(), "", signing())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func verify(t testing.TB, pdf []byte) []model.Signature {
	t.Helper()
	roots := append(person(t, "root").pem(), person(t, "sm2 root").pem()...)
	told, err := signer.Verify(context.Background(), pdf, roots, at.AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// run runs a program that must be on the machine, and gives what it said.
func run(t testing.TB, want int, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	code := 0
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	if code != want {
		t.Fatalf("%s %s: status %d, not %d\n%s", program, strings.Join(args, " "), code, want, out)
	}
	return string(out)
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSign(t *testing.T) {
	for _, c := range []struct{ by, name, algorithm string }{
		{"rsa", "张三", "RSA 2048 · SHA-256"}, {"p256", "李四", "ECDSA P-256 · SHA-256"},
		{"p384", "王五", "ECDSA P-384 · SHA-384"}, {"sm2", "赵六", "SM2 · SM3"},
	} {
		t.Run("a signature by "+c.by+" is told with signer, time and algorithm, and covers the whole file", func(t *testing.T) {
			pdf := signed(t, paper(), c.by)
			told := verify(t, pdf)
			if len(told) != 1 {
				t.Fatalf("%d signatures", len(told))
			}
			s := told[0]
			if !s.Good() || s.Certificate.Name != c.name || s.Algorithm != c.algorithm || !s.At.Equal(at) || s.Reason != "同意" ||
				s.Coverage != model.CoversWhole || s.Certificate.Domestic != (c.by == "sm2") || s.Problem != "" {
				t.Errorf("%+v", s)
			}
			if !bytes.HasPrefix(pdf, paper()) {
				t.Error("what was there has changed")
			}
			run(t, 0, "qpdf", "--check", write(t, "signed.pdf", pdf))
		})
	}
	t.Run("signatures stack: the earlier ones speak for the file as it was and stay good", func(t *testing.T) {
		pdf := paper()
		order := []string{"rsa", "p256", "p384", "sm2"}
		for _, by := range order {
			pdf = signed(t, pdf, by)
		}
		told := verify(t, pdf)
		if len(told) != len(order) {
			t.Fatalf("%d signatures", len(told))
		}
		for i, s := range told {
			want := model.CoversSigned
			if i == len(order)-1 {
				want = model.CoversWhole
			}
			if !s.Good() || s.Coverage != want || s.Field != fmt.Sprintf("Signature%d", i+1) {
				t.Errorf("%+v", s)
			}
		}
		run(t, 0, "qpdf", "--check", write(t, "stacked.pdf", pdf))
	})
	t.Run("a file whose table of objects is a stream is signed as such", func(t *testing.T) {
		plain := write(t, "plain.pdf", paper())
		packed := filepath.Join(t.TempDir(), "packed.pdf")
		run(t, 0, "qpdf", "--object-streams=generate", plain, packed)
		pdf := signed(t, signed(t, must(os.ReadFile(packed)), "rsa"), "p256")
		if bytes.Contains(pdf, []byte("trailer")) {
			t.Error("a plain table was mixed in")
		}
		if told := verify(t, pdf); len(told) != 2 || !told[0].Good() || !told[1].Good() {
			t.Errorf("%+v", told)
		}
		run(t, 0, "qpdf", "--check", write(t, "signed.pdf", pdf))
	})
}

func TestPAdES(t *testing.T) {
	pdf := signed(t, paper(), "rsa")
	message, content := detached(t, pdf)
	t.Run("the message is one that openssl verifies for the signed parts", func(t *testing.T) {
		out := run(t, 0, "openssl", "cms", "-verify", "-inform", "DER", "-in", write(t, "sig.der", message), "-content", write(t, "content", content),
			"-binary", "-CAfile", write(t, "root.pem", person(t, "root").pem()), "-purpose", "any", "-attime", fmt.Sprint(at.Unix()), "-out", os.DevNull)
		if !strings.Contains(out, "successful") {
			t.Error(out)
		}
		content[100] ^= 1
		run(t, 4, "openssl", "cms", "-verify", "-inform", "DER", "-in", write(t, "sig.der", message), "-content", write(t, "content", content),
			"-binary", "-noverify", "-out", os.DevNull)
	})
	t.Run("it has the attributes of baseline B and no signing time (EN 319 142-1, 6.3)", func(t *testing.T) {
		out := run(t, 0, "openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", write(t, "sig.der", message))
		for _, want := range []string{"contentType (1.2.840.113549.1.9.3)", "messageDigest (1.2.840.113549.1.9.4)", "id-smime-aa-signingCertificateV2"} {
			if !strings.Contains(out, want) {
				t.Errorf("no %s", want)
			}
		}
		if strings.Contains(out, "signingTime") {
			t.Error("the time belongs into the file")
		}
		for _, want := range []string{"/SubFilter /ETSI.CAdES.detached", "/M (D:20260211093000+08'00')"} {
			if !bytes.Contains(pdf, []byte(want)) {
				t.Errorf("no %s", want)
			}
		}
	})
}

func BenchmarkSign(b *testing.B) {
	for _, by := range []string{"rsa", "p256", "sm2"} {
		b.Run(by, func(b *testing.B) {
			key := must(sign.OpenKey(person(b, by).pemPair(), ""))
			pdf, as := paper(), signing()
			for b.Loop() {
				must(signer.SignWith(key, pdf, as))
			}
		})
	}
	b.Run("with a password", func(b *testing.B) {
		key, pdf := person(b, "rsa").p12(), paper()
		for b.Loop() {
			if _, _, err := signer.Sign(context.Background(), pdf, key, password, signing()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		pdf, roots := signed(b, paper(), "rsa"), person(b, "root").pem()
		for b.Loop() {
			must(signer.Verify(context.Background(), pdf, roots, at.Add(time.Hour)))
		}
	})
}
