package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"yunban/model"
)

// collection is where the records go. It has the columns that our summaries have, and the application as JSON.
const collection = "yunban_load"

// pocketbase creates records through the REST interface of a running PocketBase, with no rule to check and nobody to
// recognise: the least that it can do.
func pocketbase(ctx context.Context, l load) error {
	recorded, err := recordedLife(l)
	if err != nil {
		return err
	}
	peer := &peer{base: strings.TrimRight(l.url, "/"), http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: l.lines}}}
	if err := peer.makeCollection(ctx); err != nil {
		return err
	}
	record, err := recorded.record()
	if err != nil {
		return err
	}
	lines := make([]*line, l.lines)
	for i := range lines {
		if lines[i], err = dialPlain(ctx, peer.base); err != nil {
			return err
		}
	}
	f, before, own, began := newFigures(l.lines), used(l.pid), used(os.Getpid()), time.Now()
	until, end := context.WithDeadline(ctx, began.Add(l.most))
	defer end()
	var all sync.WaitGroup
	for i := range lines {
		all.Go(func() {
			for n := 0; until.Err() == nil; n++ {
				at := time.Now()
				_, err := lines[i].post("/api/collections/"+collection+"/records", "", record.fill(nil, newFilling(n).next(0)))
				if until.Err() != nil {
					return
				}
				if err != nil {
					f.fail(i, 1, err)
					continue
				}
				f.took(i, 1, at)
			}
		})
	}
	all.Wait()
	return f.say(fmt.Sprintf("PocketBase, %d lines", l.lines), time.Since(began), used(l.pid).since(before), used(os.Getpid()).since(own))
}

// recordedLife is the life in the hub's folder, or a small one when there is no hub.
func recordedLife(l load) (life, error) {
	if l.store == "" {
		return life{Events: []model.Event{{Action: model.Submit, Values: model.Values{"case": "usage", "system_name": "政务服务审批系统",
			"unit_id": "u1", "unit_name": "市审批局", "mlps_level": "3", "system_overview": "面向全市办事群众，统一受理、分类办理、统一反馈。"}}}}, nil
	}
	l.url = "-" // no hub need be running
	s, err := sceneOf(l)
	return s.Life, err
}

// record is the life's request as a table of requests has it, to be written as JSON again and again.
func (l life) record() (cast, error) {
	e := l.again(0)[0].Event
	e.Subject.ID, e.ID = hole("subject"), hole("id")
	e.Values["system_id"], e.Values["system_name"] = hole("subject"), l.Events[0].Values["system_name"]+hole("title")
	return castOf(map[string]any{"subject": e.Subject.ID, "number": e.ID, "kind": e.Values["case"], "title": e.Values["system_name"], "unit": e.Values["unit_id"],
		"unit_name": e.Values["unit_name"], "status": string(e.Action), "level": e.Values["mlps_level"], "filed": strconv.FormatInt(e.Claimed.UnixMicro(), 10), "body": e})
}

// peer is a PocketBase.
type peer struct {
	base, token string
	http        *http.Client
}

// makeCollection signs the superuser in and makes the table, if it is not there yet.
func (p *peer) makeCollection(ctx context.Context) error {
	var session struct{ Token string }
	if err := p.post(ctx, "/api/collections/_superusers/auth-with-password",
		map[string]string{"identity": os.Getenv("PB_EMAIL"), "password": os.Getenv("PB_PASSWORD")}, &session); err != nil {
		return err
	}
	fields := []map[string]any{{"name": "body", "type": "json"}}
	for _, name := range []string{"subject", "number", "kind", "title", "unit", "unit_name", "status", "level", "filed"} {
		fields = append(fields, map[string]any{"name": name, "type": "text"})
	}
	p.token = session.Token
	err := p.post(ctx, "/api/collections", map[string]any{"name": collection, "type": "base", "fields": fields, "createRule": "", "listRule": "", "indexes": []string{
		"CREATE UNIQUE INDEX load_subject ON " + collection + " (subject)", "CREATE INDEX load_unit ON " + collection + " (unit, filed)",
		"CREATE INDEX load_status ON " + collection + " (status, filed)"}}, nil)
	if p.token = ""; err != nil && !strings.Contains(err.Error(), "must be unique") {
		return err
	}
	return nil
}

func (p *peer) post(ctx context.Context, path string, message, into any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", p.token)
	answer, err := p.http.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return err
	case answer.StatusCode >= 300:
		return fmt.Errorf("%s: %s", answer.Status, said)
	case into == nil:
		return nil
	}
	return json.Unmarshal(said, into)
}
