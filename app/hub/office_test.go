package hub_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

// memory is an office in memory: it takes every act but those whose note is "no" or the reason of a refusal.
type memory struct {
	mu      sync.Mutex
	events  []model.Event
	devices map[string]model.Device
	files   map[string][]byte
	changed chan struct{}
	got     []model.Person // whose acts came
}

func newMemory() *memory {
	return &memory{devices: map[string]model.Device{}, files: map[string][]byte{}, changed: make(chan struct{})}
}

func (m *memory) Receive(_ context.Context, device model.Device, person model.Person, acts []model.Pushed) (answers []model.Answer, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, person)
	for _, act := range acts {
		switch act.Event.Note {
		case "no":
			answers = append(answers, model.Answer{ID: act.Event.ID, Seq: act.Seq, Verdict: model.Refused, Kind: model.Conflict, Key: "error.changed"})
			continue
		case "error.act_replayed", "error.not_the_author":
			answers = append(answers, model.Answer{ID: act.Event.ID, Seq: act.Seq, Verdict: model.Refused, Kind: model.Conflict, Key: act.Event.Note})
			continue
		case "fault":
			return nil, io.ErrUnexpectedEOF
		}
		e := act.Event
		e.Device = device.ID
		m.events = append(m.events, e)
		answers = append(answers, model.Answer{ID: e.ID, Seq: act.Seq, Verdict: model.Taken, Feed: int64(len(m.events)), Event: &e})
	}
	close(m.changed)
	m.changed = make(chan struct{})
	return answers, nil
}

func (m *memory) Person(_ context.Context, id string) (model.Person, error) {
	if id != "clerk" {
		return model.Person{}, model.Errorf(model.NotFound, "error.no_person")
	}
	return model.Person{ID: id, Name: "张三", Unit: "health"}, nil
}

func (m *memory) Units(context.Context) ([]model.Unit, error) {
	return []model.Unit{{ID: "health"}}, nil
}

func (m *memory) Hears(context.Context, string) ([]model.Side, error) {
	return []model.Side{model.SideUnit}, nil
}

func (m *memory) RoleReadsAll(role model.Role) (bool, error) { return role == "approver", nil }

func (m *memory) signIn(ctx context.Context, name, password string) (model.Person, error) {
	if password != "right" {
		return model.Person{}, model.Errorf(model.Forbidden, "error.wrong_password", "left", "4")
	}
	return m.Person(ctx, name)
}

func (m *memory) Feed(_ context.Context, _ string, after int64, limit int) (model.FeedPage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	page := model.FeedPage{Hub: "h1", Head: int64(len(m.events)), After: after, Next: after}
	for i := after; i < page.Head && len(page.Items) < limit; i++ {
		body, err := json.Marshal(m.events[i])
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, model.FeedItem{Feed: i + 1, Body: body})
		page.Next = i + 1
	}
	page.More = page.Next < page.Head
	return page, nil
}

func (m *memory) Head(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.events)), nil
}

func (m *memory) Changed() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

func (m *memory) HubID(context.Context) (string, error) { return "h1", nil }

// MayHold lets every device hold what stands in the log.
func (m *memory) MayHold(_ context.Context, _, hash string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.events {
		for _, f := range e.Files {
			if f.Hash == hash {
				return true, nil
			}
		}
	}
	return false, nil
}

func (m *memory) Admit(ctx context.Context, id string) (model.Device, error) {
	return m.Device(ctx, id)
}

func (m *memory) Device(_ context.Context, id string) (model.Device, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.devices[id]
	if !ok {
		return d, model.Errorf(model.NotFound, "error.device_unknown")
	}
	return d, nil
}

func (m *memory) SaveDevice(_ context.Context, d model.Device) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices[d.ID] = d
	return nil
}

func (m *memory) SeenDevice(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.devices[id]
	d.Seen = at
	m.devices[id] = d
	return nil
}

func (m *memory) Keep(_ context.Context, r io.Reader, _ int64) (string, int64, error) {
	content, err := io.ReadAll(r)
	sum := sha256.Sum256(content)
	name := hex.EncodeToString(sum[:])
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = content
	return name, int64(len(content)), err
}

type seekable struct{ *bytes.Reader }

func (seekable) Close() error { return nil }

func (m *memory) Open(hash string) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	content, ok := m.files[hash]
	if !ok {
		return nil, model.Errorf(model.NotFound, "error.file_missing")
	}
	return seekable{bytes.NewReader(content)}, nil
}

// upkeep is the office as its operator sees it.
type upkeep struct{ *memory }

func (u upkeep) Devices(context.Context) ([]model.Device, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Collect(maps.Values(u.devices)), nil
}

func (u upkeep) Verify(context.Context, func(done, all int)) ([]model.Broken, error) {
	return []model.Broken{{Subject: "request r1", What: "broken.chain"}}, nil
}

func (u upkeep) Compact(context.Context, time.Time) (int64, error) { return 0, nil }

// copies are what the office copies for new desks: a few bytes that stand for it.
type copies struct {
	*memory
	content []byte
	head    int64
	fails   error
}

func (c *copies) Head(context.Context) (int64, error) { return c.head, nil }

func (c *copies) Snapshot(_ context.Context, packed io.Writer) (model.Snapshot, error) {
	if _, err := packed.Write(c.content); err != nil || c.fails != nil {
		return model.Snapshot{}, errors.Join(err, c.fails)
	}
	return model.Snapshot{Hub: "h1", Head: c.head, Form: "f1", Size: int64(len(c.content))}, nil
}

func (c *copies) SnapshotForm() (string, error) { return "f1", nil }

func (c *copies) EventsAt(_ context.Context, device string, feeds []int64) (items []model.FeedItem, err error) {
	for _, feed := range feeds {
		items = append(items, model.FeedItem{Feed: feed, Body: []byte(`{"device":"` + device + `"}`)})
	}
	return items, nil
}

// running is a hub on loopback, and the clock that it goes by.
type running struct {
	*memory
	copies *copies
	server *hub.Server
	url    string
	dir    string
	log    *bytes.Buffer
	stop   func()
	mu     sync.Mutex
	time   time.Time
}

func (r *running) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.time
}

func (r *running) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.time = r.time.Add(d)
}

// lockedLog is a log that may be read while it is written.
type lockedLog struct {
	mu *sync.Mutex
	to *bytes.Buffer
}

func (l lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// start runs a hub until the test ends.
func start(t testing.TB, limits hub.Limits) *running {
	t.Helper()
	r := &running{memory: newMemory(), dir: t.TempDir(), log: &bytes.Buffer{}, time: time.Now()}
	r.copies = &copies{memory: r.memory}
	server, err := hub.New(t.Context(), hub.Parts{Office: r, Log: r, Devices: r, Files: r, Upkeep: upkeep{r.memory}, Snapshots: r.copies, SignIn: r.signIn, Dir: r.dir, Clock: r.clock,
		Logger: slog.New(slog.NewTextHandler(lockedLog{&sync.Mutex{}, r.log}, nil)), Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := server.Authority().Server(r.dir, hub.Names(""), r.time)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := server.Listener("127.0.0.1:0", certificate)
	if err != nil {
		t.Fatal(err)
	}
	r.server, r.url = server, "https://"+listener.Addr().(*net.TCPAddr).String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, listener) }()
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			cancel()
			if err := <-served; err != nil {
				t.Errorf("the hub stopped with %v", err)
			}
		})
	}
	t.Cleanup(r.stop)
	return r
}

// code issues an enrolment code for the unit.
func (r *running) code(t testing.TB, leave hub.Leave) string {
	t.Helper()
	code, err := hub.Codes{Dir: hub.CodesDir(r.dir)}.Issue(leave, r.clock())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func trusting(string) error { return nil }

// join enrols a desk and gives its line.
func (r *running) join(t testing.TB) (*hub.Client, model.Joined) {
	t.Helper()
	j, err := hub.Join(t.Context(), r.url, r.code(t, hub.Leave{Unit: "health"}), "一号机", trusting)
	if err != nil {
		t.Fatal(err)
	}
	return r.dial(t, j), j
}

func (r *running) dial(t testing.TB, j model.Joined) *hub.Client {
	t.Helper()
	c, err := hub.Dial(j)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
