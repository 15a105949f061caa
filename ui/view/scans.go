package view

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// ScanTypes are the endings of files that papers come back in.
var ScanTypes = []string{"pdf", "jpg", "jpeg", "png", "tif", "tiff"}

// AnyScan reports whether one of some files may be a scan.
func AnyScan(paths []string) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		return slices.Contains(ScanTypes, strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")))
	})
}

// TakesScans reports whether a person may file papers that came back: who applies, and who decides, delivers, inspects or
// assesses, for themselves or for somebody who delegated to them.
func TakesScans(desk *app.Desk) bool {
	return desk.MayApply() || MayBatch(desk) || model.Request{}.MayFileCopy(desk.Profile(), desk.Person) == nil ||
		model.Matter{}.MayFileCopy(desk.Profile(), desk.Person) == nil
}

// Scans is what became of scanned files, the last taken first.
type Scans struct {
	Placed []app.PlacedScan
	Left   []LeftScan
}

// LeftScan is what could not be placed, why, and what can be done about it.
type LeftScan struct {
	app.LeftScan
	Advice Text // nothing when the reason says it all
}

// Empty reports whether nothing was taken.
func (s Scans) Empty() bool { return len(s.Placed)+len(s.Left) == 0 }

// New counts the papers that were not filed before.
func (s Scans) New() int { return len(s.Placed) - s.Again() }

// Again counts the papers that were there already.
func (s Scans) Again() int {
	n := 0
	for _, p := range s.Placed {
		if p.Again {
			n++
		}
	}
	return n
}

// With puts what was taken now before what was taken earlier. The same pages taken again are listed once, as they fared
// now.
func (s Scans) With(result app.ScanResult) Scans {
	type place struct{ file, pages string }
	now := map[place]bool{}
	all := Scans{Placed: slices.Clone(result.Placed)}
	for _, p := range result.Placed {
		now[place{p.File, p.Pages}] = true
	}
	for _, l := range result.Left {
		now[place{l.File, l.Pages}] = true
		all.Left = append(all.Left, LeftScan{LeftScan: l, Advice: scanAdvice(l.Why)})
	}
	for _, p := range s.Placed {
		if !now[place{p.File, p.Pages}] {
			all.Placed = append(all.Placed, p)
		}
	}
	for _, l := range s.Left {
		if !now[place{l.File, l.Pages}] {
			all.Left = append(all.Left, l)
		}
	}
	return all
}

// scanAdvices say what can be done about a scan that could not be placed, by the reason.
var scanAdvices = map[string]string{
	"error.scan_no_code":        "scans.advice_rescan",
	"error.scan_other_codes":    "scans.advice_rescan",
	"error.scan_other_office":   "scans.advice_office",
	"error.scan_unknown_number": "scans.advice_number",
	"error.scan_not_yours":      "scans.advice_hand_over",
	"error.scan_unissued":       "scans.advice_issue",
	"error.scan_changed":        "scans.advice_print_again",
	"error.scan_broken":         "scans.advice_file",
	"error.scan_page_broken":    "scans.advice_file",
	"error.scan_kind":           "scans.advice_kind",
}

// scanAdvice is what can be done; nothing where the reason says it.
func scanAdvice(why error) Text {
	var e *model.Error
	if errors.As(why, &e) && scanAdvices[e.Key] != "" {
		return Say(scanAdvices[e.Key])
	}
	return Text{}
}
