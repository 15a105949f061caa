package hub

import (
	"encoding/json"
	"reflect"
	"testing"

	"yunban/model"
)

func TestPages(t *testing.T) {
	pages := []model.FeedPage{
		{},
		{Hub: "h", Items: []model.FeedItem{}},
		{Hub: `"items":[]`, Head: 9, Next: 9, More: true, Items: []model.FeedItem{
			{Feed: 3, Body: json.RawMessage(`{"note":"a \"quoted\" ]}\\","values":{"x":"{[","y":"\\\\"},"lines":[{"id":"1"},[]],"hash":""}`)},
			{Feed: 4, Evict: &model.Subject{Kind: model.RequestSubject, ID: "r]"}},
			{Feed: 5, Body: json.RawMessage(`{}`)},
		}},
	}
	for _, page := range pages {
		text, err := encodePage(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("a page is written as any message is", func(t *testing.T) {
			plain, err := encode(page)
			if err != nil {
				t.Fatal(err)
			}
			var as, want any
			if json.Unmarshal(text, &as) != nil || json.Unmarshal(plain, &want) != nil {
				t.Fatalf("%s", text)
			}
			if page.Items == nil {
				want.(map[string]any)["items"] = []any{}
			}
			if !reflect.DeepEqual(as, want) {
				t.Errorf("%s\n%s", text, plain)
			}
		})
		t.Run("and read as any message is, in the same bytes", func(t *testing.T) {
			var as, want model.FeedPage
			if err := decodePage(text, &as); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if as.Items == nil {
				as.Items = []model.FeedItem{}
			}
			if !reflect.DeepEqual(as, want) {
				t.Errorf("%+v\n%+v", as, want)
			}
		})
	}
	t.Run("a page with spaces, or with fields of a newer version, is read too", func(t *testing.T) {
		var page model.FeedPage
		text := `{"newer": [1], "items": [ {"later": 1, "feed": 7, "event": {"id": "e"} } ,{"feed":8,"event":{"id":"f"},"newer":[]}], "next": 8}`
		if err := decodePage([]byte(text), &page); err != nil || len(page.Items) != 2 || page.Items[0].Feed != 7 || page.Items[1].Feed != 8 || page.Next != 8 {
			t.Errorf("%+v %v", page, err)
		}
		text = `{"hub":"h","items":[{"later":1,"feed":7,"event":{"id":"e"}},{"feed":8,"event":{"id":"f"},"newer":[]}],"next":8}`
		page = model.FeedPage{}
		if err := decodePage([]byte(text), &page); err != nil || len(page.Items) != 2 || page.Items[0].Feed != 7 || string(page.Items[1].Body) != `{"id":"f"}` || page.Next != 8 {
			t.Errorf("%+v %v", page, err)
		}
	})
	t.Run("what is cut off or no page at all is refused", func(t *testing.T) {
		whole, err := encodePage(pages[2])
		if err != nil {
			t.Fatal(err)
		}
		for n := range len(whole) - 1 {
			var page model.FeedPage
			if err := decodePage(whole[:n], &page); err == nil {
				t.Fatalf("took %s", whole[:n])
			}
		}
		for _, text := range []string{`{"items":[1]}`, `{"items":[{]}`, `{"items":[{"feed":"x","event":{}}]}`, `{"items":[{"feed":1,"event":{}}{"feed":2,"event":{}}]}`, `{"items":[{"feed":1,"event":{}},]}`} {
			var page model.FeedPage
			if err := decodePage([]byte(text), &page); err == nil {
				t.Errorf("took %s: %+v", text, page)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"hub":"h","items":[{"feed":1,"event":{"id":"e"}},{"feed":2,"evict":{"kind":"request","id":"r"}}],"next":2}`))
	f.Add([]byte(`{"items":[{"feed":1,"event":{"a":"\\\""}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var as, want model.FeedPage
		if decodePage(text, &as) != nil || unmarshal(text, &want) != nil {
			return
		}
		if len(as.Items) != len(want.Items) || as.Next != want.Next || as.Hub != want.Hub {
			t.Errorf("%s: %+v, %+v", text, as, want)
		}
	})
}
