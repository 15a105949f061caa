package model

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// texts are what people type, and what they should not.
var texts = rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("政务云 a\"\\<>&\n\t\x00\x7f\u2028\u2029\u2027\ufffd😀é"))),
	rapid.SampledFrom([]string{"", "", "\xff\xfe", "\xe2\x80", "true", "同意。", "e\u0301"}))

func drawValues(t *rapid.T) Values {
	switch rapid.IntRange(0, 3).Draw(t, "values") {
	case 0:
		return nil
	case 1:
		return Values{}
	}
	return rapid.MapOfN(texts, texts, 0, 6).Draw(t, "of")
}

func drawAmount(t *rapid.T) Amount {
	var a Amount
	v := reflect.ValueOf(&a).Elem()
	for i := range v.NumField() {
		if rapid.Bool().Draw(t, "given") {
			v.Field(i).SetInt(rapid.Int64().Draw(t, "amount"))
		}
	}
	return a
}

func drawTime(t *rapid.T) time.Time {
	zone := rapid.SampledFrom([]*time.Location{time.UTC, time.UTC, time.Local, time.FixedZone("", 8*3600)}).Draw(t, "zone")
	return time.UnixMicro(rapid.Int64Range(-1<<50, 1<<52).Draw(t, "time")).In(zone)
}

func drawEvent(t *rapid.T) Event {
	var e Event
	fill(t, reflect.ValueOf(&e).Elem())
	return e
}

// fill draws whatever a field can hold, also one that is new.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(drawTime(t)))
		return
	case Values:
		v.Set(reflect.ValueOf(drawValues(t)))
		return
	case Amount:
		v.Set(reflect.ValueOf(drawAmount(t)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(texts.Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "number"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "yes"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 2).Draw(t, "length"), 2))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("nobody thought of a %s", v.Type())
	}
}

func TestEventJSON(t *testing.T) {
	t.Run("an event is written as encoding/json writes it, byte for byte", rapid.MakeCheck(func(r *rapid.T) {
		e := drawEvent(r)
		want, err := json.Marshal(e)
		if err != nil {
			r.Fatal(err)
		}
		if got := e.json(); string(got) != string(want) {
			r.Fatalf("got  %s\nwant %s", got, want)
		}
	}))
	t.Run("the usual event needs nobody else", func(t *testing.T) {
		now := time.Date(2026, 3, 2, 1, 2, 3, 456000, time.UTC)
		e := Event{Format: EventFormat, Claimed: now, At: now, Note: strings.Repeat("符合条件，", 10), Lines: []Line{{Values: Values{"a": "b"}, Approved: &Amount{Count: 3}}}}
		if _, ok := e.appendJSON(nil); !ok {
			t.Error("it was left to encoding/json")
		}
	})
}
