package model

import (
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
