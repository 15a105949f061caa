package hub

import (
	"bytes"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"yunban/model"
)

// bounds are the upper ends, in seconds, that answering times are sorted by.
var bounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// metrics counts what the hub does, in the words of Prometheus.
type metrics struct {
	mu       sync.Mutex
	requests map[[2]string]int64 // by endpoint and status
	times    map[string]*times   // by endpoint
	refusals map[string]int64    // by the key of the refusal's words
	verdicts map[model.Verdict]int64
	copied   int64            // acts under a number that another act of the same device had
	portals  map[string]int64 // requests, by the portal's name
}

type times struct {
	below []int64
	count int64
	sum   float64
}

func newMetrics() *metrics {
	return &metrics{requests: map[[2]string]int64{}, times: map[string]*times{}, refusals: map[string]int64{}, verdicts: map[model.Verdict]int64{}, portals: map[string]int64{}}
}

func (m *metrics) count(endpoint string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[[2]string{endpoint, strconv.Itoa(status)}]++
	t := m.times[endpoint]
	if t == nil {
		t = &times{below: make([]int64, len(bounds))}
		m.times[endpoint] = t
	}
	t.count++
	t.sum += took.Seconds()
	for i, bound := range bounds {
		if took.Seconds() <= bound {
			t.below[i]++
		}
	}
}

func (m *metrics) refused(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refusals[key]++
}

func (m *metrics) answered(a model.Answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.verdicts[a.Verdict]++
	if a.Key == "error.act_replayed" {
		m.copied++
	}
}

func (m *metrics) portal(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.portals[name]++
}

// text writes all figures, in a fixed order.
func (m *metrics) text(head int64, watching int) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b bytes.Buffer
	say := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	say("yunban_hub_requests_total", "counter", "Requests by endpoint and status.")
	for _, k := range slices.SortedFunc(maps.Keys(m.requests), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		fmt.Fprintf(&b, "yunban_hub_requests_total{endpoint=%q,status=%q} %d\n", k[0], k[1], m.requests[k])
	}
	say("yunban_hub_request_seconds", "histogram", "How long answers took.")
	for _, endpoint := range slices.Sorted(maps.Keys(m.times)) {
		t := m.times[endpoint]
		for i, bound := range bounds {
			fmt.Fprintf(&b, "yunban_hub_request_seconds_bucket{endpoint=%q,le=\"%g\"} %d\n", endpoint, bound, t.below[i])
		}
		fmt.Fprintf(&b, "yunban_hub_request_seconds_bucket{endpoint=%q,le=\"+Inf\"} %d\n", endpoint, t.count)
		fmt.Fprintf(&b, "yunban_hub_request_seconds_sum{endpoint=%q} %g\nyunban_hub_request_seconds_count{endpoint=%q} %d\n", endpoint, t.sum, endpoint, t.count)
	}
	say("yunban_hub_refusals_total", "counter", "Refused requests by reason.")
	for _, key := range slices.Sorted(maps.Keys(m.refusals)) {
		fmt.Fprintf(&b, "yunban_hub_refusals_total{key=%q} %d\n", key, m.refusals[key])
	}
	say("yunban_hub_acts_total", "counter", "Acts by verdict.")
	for _, v := range slices.Sorted(maps.Keys(m.verdicts)) {
		fmt.Fprintf(&b, "yunban_hub_acts_total{verdict=%q} %d\n", string(v), m.verdicts[v])
	}
	say("yunban_hub_copied_desk_acts_total", "counter", "Acts under a number that another act of the same device had: the desk was copied, and both go on.")
	fmt.Fprintf(&b, "yunban_hub_copied_desk_acts_total %d\n", m.copied)
	say("yunban_hub_portal_requests_total", "counter", "Requests of portals, by their names.")
	for _, name := range slices.Sorted(maps.Keys(m.portals)) {
		fmt.Fprintf(&b, "yunban_hub_portal_requests_total{portal=%q} %d\n", name, m.portals[name])
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	say("yunban_hub_log_head", "gauge", "The number of the log's last event.")
	fmt.Fprintf(&b, "yunban_hub_log_head %d\n", head)
	say("yunban_hub_watching", "gauge", "Desks that wait for hints.")
	fmt.Fprintf(&b, "yunban_hub_watching %d\n", watching)
	say("yunban_hub_memory_bytes", "gauge", "Memory taken from the system.")
	fmt.Fprintf(&b, "yunban_hub_memory_bytes %d\n", memory.Sys)
	return b.Bytes()
}
