package hub

import (
	"bytes"
	"encoding/json"
	"strconv"

	jsonfast "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"yunban/model"
)

// A page of the feed is mostly events, in the very bytes that the log keeps. They are copied, not read: whoever takes
// the page in reads each one anyway, and a new desk gets a hundred thousand.

// noItems is how a page without items says so.
const noItems = `"items":[]`

// encodePage writes a page as encode would.
func encodePage(page model.FeedPage) ([]byte, error) {
	items := page.Items
	page.Items = []model.FeedItem{}
	frame, err := encode(page)
	before, behind, found := bytes.Cut(frame, []byte(noItems))
	if err != nil || !found {
		return frame, err
	}
	size := len(frame)
	for _, item := range items {
		size += len(item.Body) + 64
	}
	text := append(append(make([]byte, 0, size), before...), noItems[:len(noItems)-1]...)
	for i, item := range items {
		if i > 0 {
			text = append(text, ',')
		}
		if item.Evict != nil || len(item.Body) == 0 {
			one, err := encode(item)
			if err != nil {
				return nil, err
			}
			text = append(text, bytes.TrimSuffix(one, []byte("\n"))...)
			continue
		}
		text = strconv.AppendInt(append(text, `{"feed":`...), item.Feed, 10)
		text = append(append(append(text, `,"event":`...), item.Body...), '}')
	}
	text = append(text, ']')
	return append(text, behind...), nil
}

// decodePage reads a page. One that encodePage wrote is cut into its items; any other is read as all messages are.
func decodePage(text []byte, page *model.FeedPage) error {
	before, rest, found := bytes.Cut(text, []byte(noItems[:len(noItems)-1]))
	if !found || bytes.ContainsAny(before, "[]") {
		return unmarshal(text, page)
	}
	var items []model.FeedItem
	for len(rest) > 0 && rest[0] != ']' {
		if len(items) > 0 {
			if rest, found = bytes.CutPrefix(rest, []byte(",")); !found {
				return unmarshal(text, page)
			}
		}
		item, size, ok := cutItem(rest)
		if !ok {
			return unmarshal(text, page)
		}
		items, rest = append(items, item), rest[size:]
	}
	if len(rest) == 0 {
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	frame := append(append(append(make([]byte, 0, len(before)+len(rest)+len(noItems)), before...), noItems[:len(noItems)-1]...), rest...)
	if err := unmarshal(frame, page); err != nil {
		return err
	}
	page.Items = items
	return nil
}

// readEvent reads an event as encoding/json would, which wrote it: a page has thousands.
func readEvent(body json.RawMessage) (e model.Event, err error) {
	err = jsonfast.Unmarshal(body, &e, jsonfast.MatchCaseInsensitiveNames(true), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return e, err
}

// cutItem takes one item off the front. The event in it is not looked at: it is read, and refused, where it is kept.
func cutItem(text []byte) (item model.FeedItem, size int, ok bool) {
	size = valueSize(text)
	if size == 0 {
		return item, 0, false
	}
	whole := text[:size]
	rest, ok := bytes.CutPrefix(whole, []byte(`{"feed":`))
	number, body, cut := bytes.Cut(rest, []byte(`,"event":`))
	if !ok || !cut || len(body) < 3 || body[0] != '{' {
		return item, size, json.Unmarshal(whole, &item) == nil
	}
	feed, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil || valueSize(body) != len(body)-1 {
		return item, size, json.Unmarshal(whole, &item) == nil
	}
	item.Feed, item.Body = feed, json.RawMessage(body[:len(body)-1])
	return item, size, true
}

// valueSize is how long the object is that a text begins with; 0 when it has no end, or is deeper than a message may be.
func valueSize(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			if i = stringEnd(text, i+1); i < 0 {
				return 0
			}
		case '{', '[':
			if depth++; depth > maxDepth {
				return 0
			}
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return 0
}

// stringEnd is where a string ends that goes on at a place; -1 when it has no end.
func stringEnd(text []byte, at int) int {
	for {
		quote := bytes.IndexByte(text[at:], '"')
		if quote < 0 {
			return -1
		}
		end := at + quote
		back := end
		for back > at && text[back-1] == '\\' {
			back--
		}
		if (end-back)%2 == 0 {
			return end
		}
		at = end + 1
	}
}
