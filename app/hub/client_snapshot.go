package hub

import (
	"context"
	"crypto/sha256"
	"io"
	"net/http"

	"yunban/model"
)

// Snapshot says which ready copy the hub has for this desk; not_found when there is none.
func (c *Client) Snapshot(ctx context.Context) (has model.Snapshot, err error) {
	err = c.ask(ctx, http.MethodGet, "/v1/snapshot", "", nil, &has)
	return has, err
}

// FetchSnapshot fetches the copy with this hash. part holds what an earlier attempt brought, and is at its beginning;
// all of it counts only when there is no error: the content is checked at the end.
func (c *Client) FetchSnapshot(ctx context.Context, hash string, part io.ReadWriter) error {
	sum := sha256.New()
	got, err := io.Copy(sum, part)
	if err != nil {
		return unexpected(err)
	}
	return c.fetch(ctx, "/v1/snapshot/"+hash, hash, got, sum, part)
}

// EventsAt gives events by their places in the log, as far as this desk may hear what they say.
func (c *Client) EventsAt(ctx context.Context, feeds []int64) ([]model.FeedItem, error) {
	var a eventsAnswer
	err := c.ask(ctx, http.MethodPost, "/v1/events", "", eventsRequest{feeds}, &a)
	return a.Items, err
}
