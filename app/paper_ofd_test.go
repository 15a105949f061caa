package app_test

import (
	archive "archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestPaperAsOFD(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	r.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全"})
	officer := o.By(model.DutyAcceptance)
	about := model.Subject{Kind: model.RequestSubject, ID: r.id}
	issues := func() []model.Event {
		var all []model.Event
		for _, e := range must(o.Store.Events(t.Context(), about)) {
			if e.Action == model.Issue {
				all = append(all, e)
			}
		}
		return all
	}
	file := must(officer.AsOFD().Issue(t.Context(), r.id, model.PaperAcceptance))
	content := must(io.ReadAll(must(o.Files.Open(file.Hash))))
	t.Run("it is kept, and recorded beside its PDF with the same check", func(t *testing.T) {
		all := issues()
		if len(all) != 2 || all[0].Values["check"] != all[1].Values["check"] || all[1].Files[0] != file || all[1].Values["format"] != "ofd" {
			t.Fatalf("%+v", all)
		}
		if !strings.HasSuffix(file.Name, ".ofd") || !strings.HasSuffix(all[0].Files[0].Name, ".pdf") {
			t.Error(file.Name)
		}
	})
	t.Run("it says the number and the code that the PDF bears", func(t *testing.T) {
		z := must(archive.NewReader(bytes.NewReader(content), int64(len(content))))
		entry := string(must(io.ReadAll(must(z.Open("OFD.xml")))))
		if check := issues()[0].Values["check"]; !strings.Contains(entry, ":"+check+"<") || !strings.Contains(entry, r.look().Request.Number) {
			t.Error(entry)
		}
	})
	t.Run("issued again it is the same file, recorded once", func(t *testing.T) {
		again := must(officer.AsOFD().Issue(t.Context(), r.id, model.PaperAcceptance))
		if again != file || len(issues()) != 2 {
			t.Errorf("%+v, %d records", again, len(issues()))
		}
	})
	t.Run("the paper of the request stays the PDF", func(t *testing.T) {
		pdf := must(officer.Issue(t.Context(), r.id, model.PaperAcceptance))
		if pdf != issues()[0].Files[0] {
			t.Errorf("%+v", pdf)
		}
		for _, option := range officer.Papers(r.look()) {
			if option.Kind == model.PaperAcceptance && *option.Issued != pdf {
				t.Errorf("%+v", option.Issued)
			}
		}
	})
	t.Run("it is told from a changed one", func(t *testing.T) {
		paper, whole, err := officer.GenuinePaper(t.Context(), content)
		if err != nil || !whole || paper.Kind != model.PaperAcceptance || !paper.Current {
			t.Errorf("%+v, %v, %v", paper, whole, err)
		}
		content[len(content)/2] ^= 1
		if _, _, err := officer.GenuinePaper(t.Context(), content); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
	})
	t.Run("the case file holds the paper once", func(t *testing.T) {
		_, bound, err := officer.BindCaseFile(t.Context(), r.id, nil)
		papers := 0
		for _, e := range bound.Entries {
			if e.File.Role == "paper" {
				papers++
			}
		}
		if err != nil || papers != 1 {
			t.Errorf("%d papers, %v", papers, err)
		}
	})
	t.Run("afterwards the store verifies", func(t *testing.T) {
		if broken := must(o.Store.Verify(t.Context(), nil)); len(broken) > 0 {
			t.Error(broken)
		}
	})
}
