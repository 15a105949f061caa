//go:build sqlite_fts5

package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"yunban/model"
)

func TestRecordRow(t *testing.T) {
	about := model.Subject{Kind: model.SystemSubject, ID: "s1"}
	t.Run("a record comes back as it was kept, whatever it holds", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[政务"\\{}:,<&\n ]{0,8}`))
			want := model.Record{Subject: about, Seq: 7, Values: rapid.MapOf(text, text).Draw(rt, "values")}
			if rapid.Bool().Draw(rt, "with a file") {
				want.Files = []model.File{{Role: "notice", Name: text.Draw(rt, "name"), Size: 1, Hash: "00"}}
			}
			if got := must(must(rowOfRecord(want)).record()); !reflect.DeepEqual(got, want) {
				rt.Errorf("got  %#v\nwant %#v", got, want)
			}
		})
	})
	t.Run("what is read the quick way reads the same by JSON", func(t *testing.T) {
		for body, quick := range map[string]bool{
			`{"values":{}}`: true, `{"values":{"a":"政务","b":""}}`: true,
			`{"values":{"a":"\u003c"}}`: false, `{"values":{"a":"x"},"files":[]}`: false, `{"values":null}`: false,
			`{"values":{"a":"\\"}}`: false, `{"values":{"a":"\""}}`: false, `{}`: false,
		} {
			values, ok := plainValues(body)
			if ok != quick {
				t.Errorf("%s: quick is %v", body, ok)
			}
			var want recordBody
			if err := json.Unmarshal([]byte(body), &want); err != nil || ok && !reflect.DeepEqual(values, want.Values) {
				t.Errorf("%s: got %v, want %v, %v", body, values, want.Values, err)
			}
		}
	})
	t.Run("a body that cannot be read is told as broken", func(t *testing.T) {
		for _, body := range []string{"", "x", `{"values":{`, `{"values":{"a`, `{"values":{"a"`, `{"values":{"a":`, `{"values":{"a":"`,
			`{"values":{"a":"b"`, `{"values":{"a":"b"}`, `{"values":{"a"}}`, `{"values":{"a":"b",}}`, `{"values":{"a":"b"}}}`} {
			_, err := recordRow{SubjectKind: about.Kind, SubjectID: about.ID, Body: body}.record()
			wantError(t, body, err, model.Other, "error.store_broken")
		}
	})
}
