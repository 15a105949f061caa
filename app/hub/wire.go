// Package hub is the exchange between desks and their hub: the messages, the server and the client. Whoever judges
// acts and keeps the log stands behind the interfaces of server.go.
package hub

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"

	jsonfast "github.com/go-json-experiment/json"

	"yunban/model"
)

// The largest messages, and the deepest.
const (
	maxActs   = 50        // acts in one push
	maxFeed   = 10000     // items on one page of the feed
	maxEvents = 500       // events that are asked for by their places at once
	maxBody   = 8 << 20   // bytes of a message
	maxAnswer = 256 << 20 // bytes of an answer: a page of the feed
	maxChunk  = 4 << 20   // bytes of a file in one piece
	maxFile   = 200 << 20 // bytes of a file, as a desk takes it
	maxDepth  = 32        // of brackets in a message
	maxNaming = 100       // signs of a name, a code or a password
)

// enrolRequest asks for a device's certificate.
type enrolRequest struct {
	Code    string `json:"code"`
	Name    string `json:"name"`    // of the device, as its people call it
	Request []byte `json:"request"` // PKCS #10, signed with the device's key
}

// enrolAnswer makes a desk a device of the hub.
type enrolAnswer struct {
	Hub         string `json:"hub"`
	Device      string `json:"device"`
	Unit        string `json:"unit"`
	All         bool   `json:"all"`
	Sandbox     bool   `json:"sandbox,omitempty"` // its data are for demonstration, and so are the desk's
	Certificate []byte `json:"certificate"`       // DER
}

// sessionRequest signs a person in at a device.
type sessionRequest struct {
	Name     string `json:"name"`
	Password string `json:"password"`
}

// actsRequest pushes the acts of the session's person, in the device's order.
type actsRequest struct {
	Acts  []model.Pushed `json:"acts"`
	Brief bool           `json:"brief,omitempty"` // leave the events out of the answers: the feed brings them anyway
}

// actsAnswer has one answer for each act, in the same order.
type actsAnswer struct {
	Answers []model.Answer `json:"answers"`
}

// eventsRequest asks for events by their places in the log.
type eventsRequest struct {
	Feeds []int64 `json:"feeds"`
}

type eventsAnswer struct {
	Items []model.FeedItem `json:"items"`
}

// uploadAnswer says how far a file has come.
type uploadAnswer struct {
	Offset int64 `json:"offset"`
	Whole  bool  `json:"whole"` // checked and kept
}

// failure is how the hub says no.
type failure struct {
	Error failureBody `json:"error"`
}

type failureBody struct {
	Kind     model.Kind   `json:"kind"`
	Key      string       `json:"key"`
	Args     model.Args   `json:"args,omitempty"`
	Problems model.Fields `json:"problems,omitempty"`
}

// err is the failure as the desk's own people meet it.
func (f failure) err() error {
	return &model.Error{Kind: f.Error.Kind, Key: f.Error.Key, Args: f.Error.Args, Problems: f.Error.Problems}
}

// failureOf is what of an error may leave the hub: never the cause.
func failureOf(err error) failure {
	var e *model.Error
	if errors.As(err, &e) && e.Key == "error.disk_full" { // its desks keep what they have, and may say why
		return failure{failureBody{Kind: model.Other, Key: "error.hub_full"}}
	}
	if !errors.As(err, &e) || e.Kind == model.Other {
		return failure{failureBody{Kind: model.Other, Key: "error.hub_failed"}}
	}
	return failure{failureBody{e.Kind, e.Key, e.Args, e.Problems}}
}

// bodies are the buffers that messages are read into, one after the other: what is read from one is a copy.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestKept bounds a buffer that is kept for the next message, in bytes.
const largestKept = 1 << 20

// decode reads one message. Fields that we do not know are let pass: a newer desk may say more.
func decode(r io.Reader, into any) error {
	body := bodies.Get().(*bytes.Buffer)
	defer func() {
		if body.Reset(); body.Cap() <= largestKept {
			bodies.Put(body)
		}
	}()
	if _, err := body.ReadFrom(io.LimitReader(r, maxBody+1)); err != nil {
		return model.Wrap(model.Offline, err, "error.hub_unreachable")
	}
	if body.Len() > maxBody {
		return model.Errorf(model.Invalid, "error.message_too_large", "limit", strconv.Itoa(maxBody>>20))
	}
	return unmarshal(body.Bytes(), into)
}

func unmarshal(text []byte, into any) error {
	if depth(text) > maxDepth {
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	if err := jsonfast.Unmarshal(text, into, jsonfast.MatchCaseInsensitiveNames(true)); err != nil {
		return model.Wrap(model.Invalid, err, "error.bad_message")
	}
	return nil
}

// depth is how deep the brackets of a JSON text stand in each other.
func depth(text []byte) (deepest int) {
	now := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			if i = stringEnd(text, i+1); i < 0 {
				return deepest // a string without an end is no message
			}
		case '{', '[':
			now++
			deepest = max(deepest, now)
		case '}', ']':
			now--
		}
	}
	return deepest
}

// encode writes a message; events keep the very bytes that were hashed.
func encode(message any) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(message)
	return text.Bytes(), unexpected(err)
}

// statusOf is the HTTP status of a kind of failure.
func statusOf(err error) int {
	var e *model.Error
	if errors.As(err, &e) {
		switch e.Key {
		case "error.session_over", "error.not_enrolled":
			return http.StatusUnauthorized
		case "error.too_many":
			return http.StatusTooManyRequests
		case "error.disk_full":
			return http.StatusInsufficientStorage
		case "error.message_too_large":
			return http.StatusRequestEntityTooLarge
		}
	}
	switch model.KindOf(err) {
	case model.Invalid:
		return http.StatusBadRequest
	case model.Forbidden:
		return http.StatusForbidden
	case model.NotFound:
		return http.StatusNotFound
	case model.Conflict:
		return http.StatusConflict
	case model.Offline:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
