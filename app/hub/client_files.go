package hub

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"yunban/model"
)

// attempts is how often a transfer tries to go on after a cut, without getting on, before it gives up for now.
const attempts = 3

// HasFile tells whether the hub has a file that this desk may know of.
func (c *Client) HasFile(ctx context.Context, hash string) (bool, error) {
	_, here, err := c.headFile(ctx, hash)
	return here, err
}

// headFile asks how much of a file the hub has.
func (c *Client) headFile(ctx context.Context, hash string) (offset int64, here bool, err error) {
	answer, err := c.send(ctx, c.http, http.MethodHead, "/v1/files/"+hash, "", nil)
	if err == nil {
		return 0, true, answer.Body.Close()
	}
	if model.KindOf(err) != model.NotFound {
		return 0, false, err
	}
	offset, err = strconv.ParseInt(answer.Header.Get(offsetHeader), 10, 64)
	if err != nil || offset < 0 {
		return 0, false, model.Wrap(model.Offline, err, "error.hub_unreachable")
	}
	return offset, false, nil
}

// SendFile sends a file in pieces, and goes on where an earlier attempt was cut off.
func (c *Client) SendFile(ctx context.Context, hash string, content io.ReadSeeker) error {
	size, err := content.Seek(0, io.SeekEnd)
	if err != nil {
		return unexpected(err)
	}
	for try := 0; ; try++ {
		err := c.sendRest(ctx, hash, content, size)
		if err == nil || try+1 == attempts || !again(err) {
			return err
		}
	}
}

// again tells whether going on may help: the line was cut, or the hub has another part of the file than we thought.
func again(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && (e.Kind == model.Offline && e.Key != "error.too_many" || e.Key == "error.upload_offset" || e.Key == "error.upload_content")
}

func (c *Client) sendRest(ctx context.Context, hash string, content io.ReadSeeker, size int64) error {
	offset, here, err := c.headFile(ctx, hash)
	if here || err != nil {
		return err
	}
	if _, err := content.Seek(min(offset, size), io.SeekStart); err != nil {
		return unexpected(err)
	}
	for {
		var a uploadAnswer
		path := fmt.Sprintf("/v1/files/%s?offset=%d&size=%d", hash, offset, size)
		answer, err := c.send(ctx, c.http, http.MethodPut, path, "", io.LimitReader(content, maxChunk))
		if err != nil {
			return err
		}
		err = errors.Join(decodeAnswer(answer, &a), answer.Body.Close())
		if err != nil || a.Whole {
			return err
		}
		if a.Offset <= offset { // a hub that does not get on
			return model.Errorf(model.Offline, "error.hub_unreachable")
		}
		offset = a.Offset
	}
}

// FetchFile fetches a file, going on after a cut. What was written counts only when there is no error: the content is
// checked at the end.
func (c *Client) FetchFile(ctx context.Context, hash string, w io.Writer) error {
	return c.fetch(ctx, "/v1/files/"+hash, hash, 0, sha256.New(), w)
}

// fetch fetches what is behind the part that is here already and was summed up.
func (c *Client) fetch(ctx context.Context, path, want string, got int64, sum hash.Hash, w io.Writer) error {
	for try := 0; ; try++ {
		n, err := c.fetchRest(ctx, path, got, io.MultiWriter(w, sum))
		if n > 0 { // it gets on
			try = 0
		}
		got += n
		if err == nil {
			return matches(sum, want)
		}
		if try+1 == attempts || model.KindOf(err) != model.Offline {
			return err
		}
	}
}

func matches(sum hash.Hash, want string) error {
	if hex.EncodeToString(sum.Sum(nil)) != want {
		return model.Errorf(model.Other, "error.hub_file", "hash", want)
	}
	return nil
}

func (c *Client) fetchRest(ctx context.Context, path string, from int64, w io.Writer) (int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return 0, model.Wrap(model.Invalid, err, "error.hub_address", "url", c.base)
	}
	if from > 0 {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, unreachable(ctx, err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
		if _, err := io.CopyN(io.Discard, answer.Body, from); err != nil {
			return 0, model.Wrap(model.Offline, err, "error.hub_unreachable")
		}
	case http.StatusPartialContent:
	case http.StatusRequestedRangeNotSatisfiable: // all of it was here before the cut
		return 0, nil
	default:
		return 0, refusal(answer)
	}
	source := &tellingReader{r: answer.Body}
	n, err := io.Copy(w, source)
	switch {
	case source.failed != nil:
		return n, unreachable(ctx, source.failed)
	case err != nil:
		return n, unexpected(err) // our own disk
	}
	return n, nil
}

// tellingReader tells a cut line from a full disk.
type tellingReader struct {
	r      io.Reader
	failed error
}

// Read reads a piece.
func (t *tellingReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		t.failed = err
	}
	return n, err
}

// Hints hears the number of the hub's last event, at once and whenever it grows, until ctx ends or the line is cut.
func (c *Client) Hints(ctx context.Context, told func(head int64)) error {
	answer, err := c.send(ctx, c.watch, http.MethodGet, "/v1/hints", "", nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		text, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		if head, err := strconv.ParseInt(text, 10, 64); err == nil {
			told(head)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return model.Wrap(model.Offline, lines.Err(), "error.hub_unreachable")
}
