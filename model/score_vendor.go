package model

import (
	"slices"
	"strconv"
	"time"

	"yunban/model/workday"
)

// VendorFacts is what the vendor is assessed by, all of the period and as it stood at its end or stands now.
type VendorFacts struct {
	Period   Period
	AsOf     workday.Date
	Now      time.Time   // the end of what is told: of the period, or the present
	Clocks   []ClockStep // its steps that the regulation gives a limit to
	Tickets  []Matter    // problems that units told of
	Answers  []Matter    // to the surveys of the period
	Asked    int         // how many units could answer
	Faults   []Matter
	Reports  []Matter // the monthly reports of its months
	Platform []Matter // inspections of the platform itself
}

// ClockStep is a step of a request that the vendor had to take in time: delivery, change or reclaim.
type ClockStep struct {
	Request string
	Case    Case
	Step
}

// AssessVendor computes the assessment of the vendor (P 23, L 28; R52). Which indicators of quality there are, the city's
// list says: in Panjin stability, security and availability are parts of performance, in Lu'an four stand side by side.
func (p *Profile) AssessVendor(f VendorFacts, measures Values) Scorecard {
	card := Scorecard{Subject: AssessVendor, Period: f.Period.String(), AsOf: f.AsOf, Measures: measures, Counts: Values{}}
	for _, one := range p.indicators(AssessVendor, measures) {
		switch one.ID {
		case "response":
			one.Figures, one.Percent = f.response(measures)
		case "satisfaction":
			one.Figures, one.Percent = f.satisfaction(p, measures)
		case "performance":
			one.Figures, one.Percent = f.without("days_fast", "degradations", func(m Matter) bool { return m.Values["fault_kind"] == "degradation" })
		case "stability":
			one.Figures, one.Percent = f.without("days_stable", "faults", func(m Matter) bool { return m.Values["fault_kind"] != "security" })
		case "safety":
			one.Figures, one.Percent = f.safety()
		case "availability":
			one.Figures, one.Percent = f.availability(measures)
		}
		card.Indicators = append(card.Indicators, one)
	}
	for level, n := range f.levels(p) {
		card.Counts["answers_"+level] = strconv.Itoa(n)
	}
	card.Counts["answers"] = strconv.Itoa(len(f.Answers))
	return card.Weighed(nil)
}

// response tells how the vendor kept its clocks (R15, R24, R28) and how fast it took up problems (R30, R33). Both shares
// count alike; where there is one only, it counts alone.
func (f VendorFacts) response(measures Values) ([]Figure, *float64) {
	kept, missed := 0, 0
	trace, days := []Subject{}, []float64{}
	byCase := map[Case][]float64{}
	byTrace := map[Case][]Subject{}
	for _, s := range f.Clocks {
		switch s.Outcome(f.AsOf) {
		case Kept:
			kept++
		case Missed:
			missed++
		default:
			continue
		}
		about := Subject{Kind: RequestSubject, ID: s.Request}
		trace = append(trace, about)
		if !s.Done.IsZero() {
			days = append(days, float64(s.Used))
			byCase[s.Case], byTrace[s.Case] = append(byCase[s.Case], float64(s.Used)), append(byTrace[s.Case], about)
		}
	}
	args := Values{"kept": strconv.Itoa(kept), "missed": strconv.Itoa(missed), "steps": strconv.Itoa(kept + missed)}
	figures := []Figure{{ID: "on_time", Value: Share(kept, kept+missed), Args: args, Trace: trace},
		{ID: "mean_days", Value: meanOf(days), Args: Values{"steps": strconv.Itoa(len(days))}, Trace: trace}}
	for _, c := range Cases() {
		if done := byCase[c]; len(done) > 0 {
			figures = append(figures, Figure{ID: "mean_days_" + string(c), Value: meanOf(done), Args: Values{"steps": strconv.Itoa(len(done))}, Trace: byTrace[c]})
		}
	}
	tickets, inTime := f.tickets(percentAt(measures, "response_hours", 4))
	return append(figures, tickets...), meanKnown(figures[0].Value, inTime)
}

// tickets tell how fast problems were responded to and solved, in hours of the clock: who has a problem at night has it
// at night. No article says within how many hours; the office sets it.
func (f VendorFacts) tickets(within float64) ([]Figure, *float64) {
	var answered, solved []float64
	inTime, judged, waiting := 0, 0, 0
	trace, solvedTrace := []Subject{}, []Subject{}
	for _, m := range f.Tickets {
		t, ok := m.Handling(f.Now)
		if !ok {
			continue
		}
		about := Subject{Kind: ProblemTicket, ID: m.ID}
		if t.Answered {
			answered = append(answered, t.Response.Hours())
		} else {
			waiting++
		}
		if t.Solved {
			solved, solvedTrace = append(solved, t.Solution.Hours()), append(solvedTrace, about)
		}
		if !t.Answered && t.Response.Hours() <= within {
			continue // still in time: nothing to judge yet
		}
		judged, trace = judged+1, append(trace, about)
		if t.Answered && t.Response.Hours() <= within {
			inTime++
		}
	}
	args := Values{"in_time": strconv.Itoa(inTime), "tickets": strconv.Itoa(judged), "hours": Decimal(within), "waiting": strconv.Itoa(waiting),
		"answered": strconv.Itoa(len(answered)), "solved": strconv.Itoa(len(solved))}
	share := Share(inTime, judged)
	return []Figure{{ID: "tickets_in_time", Value: share, Args: args, Trace: trace},
		{ID: "response_mean", Value: meanOf(answered), Args: args, Trace: trace},
		{ID: "response_p90", Value: Percentile(answered, 90), Args: args, Trace: trace},
		{ID: "solution_mean", Value: meanOf(solved), Args: args, Trace: solvedTrace},
		{ID: "solution_p90", Value: Percentile(solved, 90), Args: args, Trace: solvedTrace}}, share
}

// Handling is how long a problem took.
type Handling struct {
	Response time.Duration // until the vendor took it up; until now while it has not
	Answered bool
	Solution time.Duration // until it was solved for good: what the unit opened again was not
	Solved   bool
	Reopened int
}

// Handling tells how long a problem took, as of an instant; ok is false for one that was taken back, or not there yet.
func (m Matter) Handling(now time.Time) (h Handling, ok bool) {
	if !m.begunBy(now) || m.Status == TakenBackStatus {
		return h, false
	}
	h.Response = now.Sub(m.Opened())
	for _, act := range m.Acts[1:] {
		if act.At.After(now) {
			break
		}
		switch act.Action {
		case Respond, Solve:
			if !h.Answered {
				h.Answered, h.Response = true, act.At.Sub(m.Opened())
			}
			if act.Action == Solve {
				h.Solved, h.Solution = true, act.At.Sub(m.Opened())
			}
		case Reopen:
			h.Solved, h.Solution, h.Reopened = false, 0, h.Reopened+1
		}
	}
	return h, true
}

// levels counts the answers of each level, every level of the city's list named (T18).
func (f VendorFacts) levels(p *Profile) map[string]int {
	counts := map[string]int{}
	for _, c := range p.Lists["satisfactions"] {
		counts[c.ID] = 0
	}
	for _, a := range f.Answers {
		counts[a.Values["satisfaction"]]++
	}
	return counts
}

// satisfaction tells how the units answered: 不满意、基本满意、满意和非常满意 (P 23, L 28; T18). What a level is worth the text
// does not say; the office sets it.
func (f VendorFacts) satisfaction(p *Profile, measures Values) ([]Figure, *float64) {
	counts, worth := f.levels(p), []float64{}
	trace := []Subject{}
	for _, a := range f.Answers {
		worth = append(worth, percentAt(measures, "satisfaction_"+a.Values["satisfaction"], 0))
		trace = append(trace, Subject{Kind: SurveyAnswer, ID: a.ID})
	}
	args := Values{"answers": strconv.Itoa(len(f.Answers)), "asked": strconv.Itoa(f.Asked)}
	for level, n := range counts {
		args["level_"+level] = strconv.Itoa(n)
	}
	score := meanOf(worth)
	figures := []Figure{{ID: "satisfaction", Value: score, Args: args, Trace: trace}}
	for _, c := range p.Lists["satisfactions"] {
		figures = append(figures, Figure{ID: "satisfaction_" + c.ID, Value: Share(counts[c.ID], len(f.Answers)), Args: args, Trace: trace})
	}
	return figures, score
}

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
	trace, any := f.evidence()
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
	if any {
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
	trace, any := f.evidence()
	minutes := f.Now.Sub(f.Period.From.Start()).Minutes()
	down, found := f.downtime()
	target := percentAt(measures, "availability_target", 99.9)
	args := Values{"minutes": Decimal(minutes), "down": Decimal(down), "target": Decimal(target), "faults": strconv.Itoa(len(found))}
	counted := Figure{ID: "availability", Args: args, Trace: append(found, trace...)}
	if any && minutes > 0 {
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
	if any {
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
