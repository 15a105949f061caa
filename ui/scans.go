package ui

import (
	"context"
	"strconv"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// scanTray holds what became of the scans since a person signed in, and how the watched folder looked last.
type scanTray struct {
	scans view.Scans
	last  view.Scans // what was taken last, by hand or out of the folder
	news  scanNews
	look  app.FolderLook
	busy  bool   // the folder is being looked into
	off   bool   // the person stopped the look; until the next sign-in
	wrong string // what was wrong with the folder when it was last said
}

// scanNews counts what was taken in passing and has not been looked at.
type scanNews struct{ placed, left int }

func (n scanNews) none() bool { return n == scanNews{} }

// TakeScans asks for scanned files and takes them.
func (w *Window) TakeScans() {
	if !view.TakesScans(w.desk) {
		return
	}
	w.chooseFiles(w.T("scans.choose"), view.ScanTypes, w.takeScans)
}

// takeScans files the papers in scanned files with their requests, and shows what became of each. A person who has
// gone on to something else meanwhile is not torn away from it: then it is told as news.
func (w *Window) takeScans(paths ...string) {
	desk := w.desk
	begun, _ := w.history.current()
	var result app.ScanResult
	w.Work(w.T("scans.taking", "n", strconv.Itoa(len(paths))), func(ctx context.Context, progress Progress) (err error) {
		result, err = desk.TakeScans(ctx, paths, progress)
		return err
	}, func(err error) {
		if w.desk != desk { // somebody else sits here now; what was filed is with its requests
			return
		}
		w.putOnTray(result)
		if err != nil && !stopped(err) {
			w.Fail(err)
		}
		now, _ := w.history.current()
		switch {
		case err != nil && w.tray.last.Empty():
		case now.page != begun.page || kit.DialogOpen(w.win.Canvas()):
			w.addNews(w.tray.last)
		default:
			w.showScans()
		}
	})
}

// putOnTray adds what was taken to what was taken before.
func (w *Window) putOnTray(result app.ScanResult) {
	w.tray.last = view.Scans{}.With(result)
	w.tray.scans = w.tray.scans.With(result)
}

// showScans leads to the page of the scans, or shows there what is new.
func (w *Window) showScans() {
	if v, ok := w.history.current(); ok {
		if p, shown := v.page.(*scansPage); shown {
			p.Refresh()
			return
		}
	}
	w.Go(ScansRoute())
}

// lookForScans looks into the watched folder, beside whatever the person does. What it finds is told quietly: no page
// is opened, nothing typed is disturbed.
func (w *Window) lookForScans() {
	if w.desk == nil || w.tray.busy || w.tray.off || !view.TakesScans(w.desk) {
		return
	}
	desk, before := w.desk, w.tray.look
	var now app.FolderLook
	var result app.ScanResult
	w.tray.busy = true
	w.Work(w.T("scans.looking"), func(ctx context.Context, progress Progress) (err error) {
		now, result, err = desk.LookForScans(ctx, before, progress)
		return err
	}, func(err error) {
		if w.desk != desk {
			return
		}
		w.tray.busy, w.tray.look = false, now
		w.tellLook(result, err)
	})
}

// tellLook tells what a look into the folder brought. A failure is said once, until it is another or gone.
func (w *Window) tellLook(result app.ScanResult, err error) {
	found := view.Scans{}.With(result)
	if !found.Empty() {
		w.putOnTray(result)
		w.addNews(found)
	}
	wrong := ""
	switch {
	case stopped(err):
		w.tray.off = true
		w.Say(w.T("scans.paused"))
	case err != nil:
		wrong = w.words.Error(err)
	}
	if wrong != "" && wrong != w.tray.wrong {
		w.Say(w.T("scans.folder_wrong", "why", wrong))
	}
	w.tray.wrong = wrong
}

// addNews tells in passing what was taken while the person did something else.
func (w *Window) addNews(s view.Scans) {
	w.tray.news.placed += s.New()
	w.tray.news.left += len(s.Left)
	w.Say(w.newsText())
	w.showNews()
}

// newsText counts what was taken in passing.
func (w *Window) newsText() string {
	n := w.tray.news
	return w.T("scans.news", "placed", strconv.Itoa(n.placed), "left", strconv.Itoa(n.left))
}

// showNews puts the news onto the home page when it is in sight.
func (w *Window) showNews() {
	if v, ok := w.history.current(); ok {
		if p, shown := v.page.(*homePage); shown {
			p.drawScans()
		}
	}
}

// dropAnywhere takes files that were dropped onto a page which wants none itself. Scans go to the requests that their
// codes name, wherever they were dropped: a request page takes them like any other, because a stack from the scanner
// holds papers of several requests, and a sheet dropped onto the wrong request must not be filed there. Only the form
// that is being filled (its page is a Dropper) takes PDFs and pictures as materials.
func (w *Window) dropAnywhere(paths []string) {
	switch {
	case !view.AnyScan(paths):
		w.Say(w.T("drop.nowhere"))
	case !view.TakesScans(w.desk):
		w.Say(w.T("scans.not_yours"))
	default:
		w.takeScans(paths...)
	}
}
