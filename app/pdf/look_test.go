package pdf

import (
	"context"
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	p, err := New(os.DirFS("../../assets"))
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]any{"notice": notice(), "app3": application(3), "app30": application(30), "refusal": refusal(14)} {
		_ = d
		_ = name
	}
	write := func(name string, data []byte, err error) {
		if err != nil {
			t.Fatal(name, err)
		}
		os.WriteFile("/tmp/pdfwork/"+name+".pdf", data, 0o644)
	}
	data, err := p.Print(context.Background(), notice())
	write("notice", data, err)
	data, err = p.Print(context.Background(), application(3))
	write("app3", data, err)
	data, err = p.Print(context.Background(), application(30))
	write("app30", data, err)
	data, err = p.Print(context.Background(), refusal(14))
	write("refusal", data, err)
}
