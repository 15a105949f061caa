package app_test

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func silent(int, int) {}

// take takes scans that must not stop the work.
func take(t *testing.T, d *app.Desk, paths ...string) app.ScanResult {
	t.Helper()
	return must(d.TakeScans(t.Context(), paths, silent))
}

// placed checks that a file is filed and nothing is left.
func placed(t *testing.T, result app.ScanResult, n int) []app.PlacedScan {
	t.Helper()
	if len(result.Left) > 0 || len(result.Placed) != n {
		t.Fatalf("%+v", result)
	}
	return result.Placed
}

// left checks that something was left for one reason.
func left(t *testing.T, result app.ScanResult, key, pages string) {
	t.Helper()
	for _, l := range result.Left {
		var e *model.Error
		if errors.As(l.Why, &e) && e.Key == key && l.Pages == pages {
			return
		}
	}
	t.Errorf("nothing left for %s on %s: %+v", key, pages, result)
}

func blank() image.Image {
	page := image.NewGray(image.Rect(0, 0, 620, 877))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	return page
}

func TestTakeScans(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	dir := t.TempDir()
	r := submitted(t, o, 0)
	r.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全。"})
	officer := o.By(model.DutyAcceptance)
	form := must(officer.Issue(t.Context(), r.id, model.PaperApplication))
	notice := must(officer.Issue(t.Context(), r.id, model.PaperAcceptance))
	formPages, noticePages := apptest.Scanned(t, officer, form), apptest.Scanned(t, officer, notice)
	if len(formPages) < 2 {
		t.Fatalf("the form has %d pages", len(formPages))
	}
	stranger := o.ClerkOf(o.Samples()[1])

	t.Run("a photo of an issued paper is filed with its request as the signed copy", func(t *testing.T) {
		before := r.look().Request
		p := placed(t, take(t, officer, apptest.Photo(t, dir, "photo.jpg", noticePages[0])), 1)[0]
		if p.About.ID != r.id || p.Number != before.Number || p.Paper != model.PaperAcceptance || p.Pages != "1" || p.Again {
			t.Errorf("%+v", p)
		}
		copies := r.look().SignedCopies(model.PaperAcceptance)
		if len(copies) != 1 || copies[0].By != officer.Person.Name || len(copies[0].Files) != 1 || copies[0].Files[0].Name != "photo.jpg" || r.look().Request.Status != before.Status {
			t.Errorf("%+v", copies)
		}
		must(officer.ReadFile(copies[0].Files[0])).Close()
	})
	t.Run("the same file again is there already", func(t *testing.T) {
		p := placed(t, take(t, r.clerk, filepath.Join(dir, "photo.jpg")), 1)[0]
		if !p.Again || len(r.look().SignedCopies(model.PaperAcceptance)) != 1 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("one file of several papers is filed paper by paper, further pages with their first", func(t *testing.T) {
		pages := append(append([]image.Image{}, formPages...), noticePages...)
		pages = append(pages, blank())
		n := len(formPages)
		result := take(t, r.clerk, apptest.ScannedPDF(t, dir, "stack.pdf", pages...))
		if len(result.Placed) != 2 || result.Placed[0].Paper != model.PaperApplication || result.Placed[0].Pages != "1-"+string(rune('0'+n)) ||
			result.Placed[1].Paper != model.PaperAcceptance || result.Placed[1].Pages != string(rune('1'+n)) {
			t.Fatalf("%+v", result)
		}
		left(t, result, "error.scan_no_code", string(rune('2'+n)))
		files := r.look().SignedCopies(model.PaperApplication)[0].Files
		if len(files) != 1 || files[0].Name != "stack p1-"+string(rune('0'+n))+".pdf" {
			t.Errorf("%+v", files)
		}
		if cut := apptest.Scanned(t, officer, files[0]); len(cut) != n { // another unit's pages do not come along
			t.Errorf("%d pages", len(cut))
		}
		if again := take(t, r.clerk, filepath.Join(dir, "stack.pdf")); len(again.Placed) != 2 || !again.Placed[0].Again || !again.Placed[1].Again {
			t.Errorf("%+v", again)
		}
	})
	t.Run("another unit cannot tell a request that is not its own from none", func(t *testing.T) {
		result := take(t, stranger, filepath.Join(dir, "photo.jpg"))
		left(t, result, "error.scan_unknown_number", "1")
		if len(result.Placed) > 0 {
			t.Errorf("%+v", result)
		}
	})
	t.Run("who only reads may not file", func(t *testing.T) {
		must(officer.Do(t.Context(), app.Doing{Request: r.id, Action: model.CC, Values: model.Values{"to": stranger.Person.ID}}))
		left(t, take(t, stranger, filepath.Join(dir, "photo.jpg")), "error.scan_not_yours", "1")
	})
	t.Run("the issued file itself is no signed copy of it", func(t *testing.T) {
		path := filepath.Join(dir, "issued.pdf")
		if err := officer.SaveFile(t.Context(), notice, path); err != nil {
			t.Fatal(err)
		}
		left(t, take(t, officer, path), "error.scan_page_drawn", "1")
	})
	t.Run("a paper of another office is called so, and so is one with other words", func(t *testing.T) {
		luan := apptest.New(t, "luan")
		left(t, take(t, luan.By(model.DutyAcceptance), filepath.Join(dir, "photo.jpg")), "error.scan_other_office", "1")
		other := apptest.New(t, "panjin-2016") // the same number, and nothing issued yet
		r := submitted(t, other, 0)
		left(t, take(t, r.clerk, filepath.Join(dir, "photo.jpg")), "error.scan_unissued", "1")
		r.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "齐全，予以受理。"})
		must(r.clerk.Issue(t.Context(), r.id, model.PaperAcceptance))
		left(t, take(t, r.clerk, filepath.Join(dir, "photo.jpg")), "error.scan_changed", "1")
	})
	t.Run("files that cannot be read are listed by name, and the others are still taken", func(t *testing.T) {
		torn := filepath.Join(dir, "torn.pdf")
		if err := os.WriteFile(torn, []byte("%PDF-1.4\nnothing"), 0o600); err != nil {
			t.Fatal(err)
		}
		text := filepath.Join(dir, "letter.txt")
		if err := os.WriteFile(text, []byte("a letter"), 0o600); err != nil {
			t.Fatal(err)
		}
		done := 0
		result := must(officer.TakeScans(t.Context(), []string{torn, text, filepath.Join(dir, "none.png"), dir, filepath.Join(dir, "photo.jpg")},
			func(n, all int) {
				if done++; n != done || all != 5 {
					t.Errorf("%d of %d", n, all)
				}
			}))
		if len(result.Placed) != 1 || len(result.Left) != 4 || result.Left[0].File != "torn.pdf" || done != 5 {
			t.Errorf("%+v", result)
		}
		left(t, result, "error.scan_broken", "")
		left(t, result, "error.scan_kind", "")
		left(t, result, "error.file_unreadable", "")
	})
	t.Run("the work can be stopped", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := officer.TakeScans(ctx, []string{filepath.Join(dir, "photo.jpg")}, silent); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestScanFolder(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	officer := o.By(model.DutyAcceptance)
	form := must(officer.Issue(t.Context(), r.id, model.PaperApplication))
	folder := t.TempDir()
	first := apptest.Scanned(t, officer, form)[0]
	look := func(before app.FolderLook) (app.FolderLook, app.ScanResult) {
		t.Helper()
		now, result, err := officer.LookForScans(t.Context(), before, silent)
		if err != nil {
			t.Fatal(err)
		}
		return now, result
	}
	t.Run("no folder is watched until one is set, and it must be a folder", func(t *testing.T) {
		if now, result := look(nil); now != nil || len(result.Placed)+len(result.Left) > 0 {
			t.Error(now, result)
		}
		if err := officer.WatchScanFolder(t.Context(), apptest.Photo(t, t.TempDir(), "a.jpg", first)); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
		if err := officer.WatchScanFolder(t.Context(), folder); err != nil || must(officer.ScanFolder(t.Context())) != folder {
			t.Error(err)
		}
	})
	t.Run("a new file is taken once it has stopped growing, and only once", func(t *testing.T) {
		path := apptest.Photo(t, folder, "scan.jpg", first)
		whole := must(os.ReadFile(path))
		if err := os.WriteFile(path, whole[:len(whole)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		now, result := look(nil)
		if len(result.Placed)+len(result.Left) > 0 {
			t.Errorf("%+v", result)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		now, result = look(now)
		if len(result.Placed)+len(result.Left) > 0 {
			t.Errorf("%+v", result)
		}
		now, result = look(now)
		placed(t, result, 1)
		_, result = look(now)
		if len(result.Placed)+len(result.Left) > 0 {
			t.Errorf("%+v", result)
		}
		if _, err := os.Stat(path); err != nil { // nothing is moved
			t.Error(err)
		}
		now, _ = look(nil) // as after a new start
		if _, result = look(now); len(result.Placed)+len(result.Left) > 0 {
			t.Errorf("%+v", result)
		}
	})
	t.Run("files of other kinds are left alone", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(folder, "notes.docx"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		now, _ := look(nil)
		if _, result := look(now); len(result.Placed)+len(result.Left) > 0 {
			t.Errorf("%+v", result)
		}
	})
}
