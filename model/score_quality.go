package model

import (
	"slices"
	"strconv"
	"time"

	"yunban/model/workday"
)

// faultSpan is from when until when a fault lasted, as far as it lies in the period; one without an end lasts.
func (f VendorFacts) faultSpan(m Matter) (from, to time.Time, ok bool) {
	from, ok = ParseMoment(m.Values["began"])
	if !ok {
		return from, to, false
	}
	if to, ok = ParseMoment(m.Values["ended"]); !ok {
		to = f.Now
	}
	if start := f.Period.From.Start(); from.Before(start) {
		from = start
	}
	if to.After(f.Now) {
		to = f.Now
	}
	return from, to, !to.Before(from) && !from.After(f.Now)
}

// evidence reports whether anybody kept records of faults at all: without a fault and without a monthly report nothing
// is known of the platform, and nothing is not the same as no fault.
func (f VendorFacts) evidence() ([]Subject, bool) {
	trace := []Subject{}
	for _, m := range f.Reports {
		trace = append(trace, Subject{Kind: MonthlyReport, ID: m.ID})
	}
	return trace, len(f.Faults)+len(f.Reports) > 0
}

// without tells the share of the period's days that no fault of a kind touched, and how many such faults there were.
func (f VendorFacts) without(id, counted string, of func(Matter) bool) ([]Figure, *float64) {
	trace, recorded := f.evidence()
	days := f.Period.From.DaysUntil(workday.DateOf(f.Now.Add(-time.Nanosecond))) + 1
	touched, faults := map[workday.Date]bool{}, 0
	found := []Subject{}
	for _, m := range f.Faults {
		from, to, ok := f.faultSpan(m)
		if !ok || !of(m) {
			continue
		}
		faults++
		found = append(found, Subject{Kind: FaultRecord, ID: m.ID})
		for d := workday.DateOf(from); !d.After(workday.DateOf(to)) && f.Period.Contains(d); d = d.AddDays(1) {
			touched[d] = true
		}
	}
	args := Values{"days": strconv.Itoa(days), "touched": strconv.Itoa(len(touched)), "faults": strconv.Itoa(faults)}
	share, number := Figure{ID: id, Args: args, Trace: append(found, trace...)}, Figure{ID: counted, Args: args, Trace: found}
	if recorded {
		share.Value = Share(days-min(len(touched), days), days)
		number.Value = count(faults)
	}
	return []Figure{share, number}, share.Value
}

// safety tells the days without a security event, and the findings on the platform that were rectified in time; both
// count alike.
func (f VendorFacts) safety() ([]Figure, *float64) {
	figures, calm := f.without("days_safe", "security_events", func(m Matter) bool { return m.Values["fault_kind"] == "security" })
	findings := findingFigures(f.Platform, f.Period, f.AsOf)
	return append(figures, findings...), meanKnown(calm, findings[0].Value)
}

// availability tells the share of the period's minutes in which no fault took the service down. What the vendor reports
// stands beside it, and the lower of the two counts. Up to the downtime that the target allows, all points are earned;
// twice that much leaves half of them.
func (f VendorFacts) availability(measures Values) ([]Figure, *float64) {
	trace, recorded := f.evidence()
	minutes := f.Now.Sub(f.Period.From.Start()).Minutes()
	down, found := f.downtime()
	target := percentAt(measures, "availability_target", 99.9)
	args := Values{"minutes": Decimal(minutes), "down": Decimal(down), "target": Decimal(target), "faults": strconv.Itoa(len(found))}
	counted := Figure{ID: "availability", Args: args, Trace: append(found, trace...)}
	if recorded && minutes > 0 {
		counted.Value = known((minutes - down) / minutes * 100)
	}
	var said []float64
	for _, m := range f.Reports {
		if n, ok := number(m.Values, "availability"); ok {
			said = append(said, n)
		}
	}
	reported := Figure{ID: "availability_reported", Value: meanOf(said), Args: Values{"reports": strconv.Itoa(len(said))}, Trace: trace}
	figures := []Figure{counted, reported}
	if recorded {
		figures = append(figures, Figure{ID: "down_minutes", Value: known(down), Args: args, Trace: found})
	}
	lower := counted.Value
	if lower == nil || reported.Value != nil && *reported.Value < *lower {
		lower = reported.Value
	}
	if lower == nil {
		return figures, nil
	}
	missing, allowed := 100-*lower, 100-target
	if missing <= allowed {
		return figures, known(100)
	}
	return figures, known(max(allowed, 0) / missing * 100)
}

// downtime is how many minutes of the period the service was down: times that overlap count once.
func (f VendorFacts) downtime() (minutes float64, found []Subject) {
	type span struct{ from, to time.Time }
	var spans []span
	found = []Subject{}
	for _, m := range f.Faults {
		if from, to, ok := f.faultSpan(m); ok && m.Values["service_down"] == True {
			spans, found = append(spans, span{from, to}), append(found, Subject{Kind: FaultRecord, ID: m.ID})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
	var until time.Time
	for _, s := range spans {
		if s.from.Before(until) {
			s.from = until
		}
		if s.to.After(s.from) {
			minutes, until = minutes+s.to.Sub(s.from).Minutes(), s.to
		}
	}
	return minutes, found
}
