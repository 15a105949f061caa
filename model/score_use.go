package model

import "math"

// LineUse is a line that a live system runs on, with how much of it was used by the latest monthly report (P 15, L 19).
type LineUse struct {
	Unit   string   `json:"unit"`
	System string   `json:"system"` // the inventory's id
	Title  string   `json:"title"`  // the system's name
	Usage  string   `json:"usage"`  // the request that it went live by
	Line   Line     `json:"line"`
	CPU    *float64 `json:"cpu"` // per cent, nil where no report tells it
	Memory *float64 `json:"memory"`
	Disk   *float64 `json:"disk"`
	Report string   `json:"report,omitempty"` // the monthly report's id
	Month  string   `json:"month,omitempty"`
}

// Amount is what the line runs with.
func (u LineUse) Amount() Amount {
	if u.Line.Delivered == nil {
		return Amount{}
	}
	return *u.Line.Delivered
}

// UseState says how a line is used (P 22, L 27: 是否闲置或配置过度).
type UseState string

// The states of use.
const (
	UseUnmeasured UseState = "unmeasured"       // no report tells
	UseFit        UseState = "fit"              // 适中
	UseIdle       UseState = "idle"             // 闲置: processors and memory are both below their low band
	UseOver       UseState = "over_provisioned" // 配置过度: one of them is, and half of it would still do
	UseTight      UseState = "tight"            // 紧张: one of them is above its high band
)

// The sizes below which nothing is called over-provisioned: there is little to give back.
const (
	leastVCPU     = 2
	leastMemoryGB = 4
)

// JudgeUse tells how a line is used and what would fit it: fewer hosts or smaller ones where it is idle or
// over-provisioned, larger ones where it is tight. Nothing fits an idle line that cannot be made smaller: whether it is
// needed at all is the question, and the amount has a count of 0.
func (p *Profile) JudgeUse(u LineUse, b Bands) (UseState, Amount) {
	a := u.Amount()
	switch {
	case u.CPU == nil && u.Memory == nil || a == (Amount{}):
		return UseUnmeasured, a
	case b.CPU(u.CPU) == UsageHigh || b.Memory(u.Memory) == UsageHigh:
		return UseTight, larger(a, u, b)
	case b.CPU(u.CPU) == UsageLow && b.Memory(u.Memory) == UsageLow:
		return UseIdle, smaller(a, u, b)
	}
	half := a
	if b.CPU(u.CPU) == UsageLow {
		half.VCPU = fitting(a.VCPU, *u.CPU, b.CPUHigh, leastVCPU)
	}
	if b.Memory(u.Memory) == UsageLow {
		half.MemoryGB = fitting(a.MemoryGB, *u.Memory, b.MemoryHigh, leastMemoryGB)
	}
	if half != a {
		return UseOver, half
	}
	return UseFit, a
}

// fitting halves a figure as long as the same load stays within the high band and no less than the least is left.
func fitting(n int64, used float64, high int, least int64) int64 {
	for load := float64(n) * used; n%2 == 0 && n/2 >= least && load/float64(n/2) <= float64(high); {
		n /= 2
	}
	return n
}

// smaller is what an idle line could do with: fewer hosts, else smaller ones, else none.
func smaller(a Amount, u LineUse, b Bands) Amount {
	if a.Count > 1 {
		needed := max(*u.CPU/float64(b.CPUHigh), *u.Memory/float64(b.MemoryHigh)) * float64(a.Count)
		if fewer := max(int64(math.Ceil(needed)), 1); fewer < a.Count {
			a.Count = fewer
			return a
		}
	}
	less := a
	less.VCPU = fitting(a.VCPU, *u.CPU, b.CPUHigh, leastVCPU)
	less.MemoryGB = fitting(a.MemoryGB, *u.Memory, b.MemoryHigh, leastMemoryGB)
	if less == a {
		less.Count = 0
	}
	return less
}

// larger doubles what is tight until the same load is within the high band.
func larger(a Amount, u LineUse, b Bands) Amount {
	grow := func(n int64, used *float64, high int) int64 {
		if used == nil || n < 1 || high <= 0 {
			return n
		}
		for load := float64(n) * *used; load/float64(n) > float64(high); n *= 2 {
		}
		return n
	}
	a.VCPU, a.MemoryGB = grow(a.VCPU, u.CPU, b.CPUHigh), grow(a.MemoryGB, u.Memory, b.MemoryHigh)
	return a
}
