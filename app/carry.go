package app

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"yunban/model"
)

// Courier seals a desk's parcels and opens its hub's: the exchange without a network (不联网交换).
type Courier interface {
	// NewKey makes the secret that answers are encrypted for.
	NewKey() (secret string, err error)
	// Seal writes a parcel for the hub, signed as this device; open gives the files that it names.
	Seal(w io.Writer, to model.CarryKey, secret string, p model.ActsParcel, open func(hash string) (io.ReadCloser, error)) error
	// Unseal opens the hub's answer. said hears what it says once it is proven; then come its files, then its pages.
	Unseal(r io.Reader, from model.CarryKey, secret string, said func(model.AnswerParcel) error,
		file func(hash string, r io.Reader) error, page func(model.FeedPage) error) error
}

// What a desk remembers for the exchange by files, as settings.
const (
	carryHubKey    = "carry.hub"    // the hub's key
	carrySecretKey = "carry.secret" // the desk's
	carryNoKey     = "carry.no"     // the number of its last parcel
	carriedOutKey  = "carry.out"    // the number of the last one that was written whole
	carriedKey     = "carry.in"     // the number of the last parcel whose answer was carried in
)

// The most that one parcel takes.
const (
	mostCarriedActs  = 5000
	mostCarriedBytes = 32 << 20 // of acts
	mostCarriedWants = 5000     // files that are asked for
)

// CarryRoom is how many bytes of files a desk asks for at once when nobody says otherwise.
const CarryRoom = 500 << 20

// keepCarryKey keeps what the hub says of its key for parcels.
func (o *Office) keepCarryKey(ctx context.Context, hello model.Hello) error {
	if hello.Carry == nil {
		return nil
	}
	text, err := json.Marshal(hello.Carry)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	kept, err := o.Settings.Setting(ctx, carryHubKey)
	if err != nil || kept == string(text) {
		return err
	}
	return o.Settings.SaveSetting(ctx, carryHubKey, string(text))
}

// carryKeys are the hub's key and the desk's.
func (o *Office) carryKeys(ctx context.Context) (hub model.CarryKey, secret string, err error) {
	if o.joined() && o.mustEnrol() {
		return hub, "", model.Errorf(model.Conflict, "error.enrol_anew")
	}
	if !o.joined() || o.Courier == nil {
		return hub, "", model.Errorf(model.NotFound, "error.not_joined")
	}
	text, err := o.Settings.Setting(ctx, carryHubKey)
	if err != nil {
		return hub, "", err
	}
	if text == "" {
		return hub, "", model.Errorf(model.Offline, "error.carry_no_key")
	}
	if err := json.Unmarshal([]byte(text), &hub); err != nil {
		return hub, "", model.Wrap(model.Other, err, "error.store_broken")
	}
	secret, err = o.Settings.Setting(ctx, carrySecretKey)
	if err != nil || secret != "" {
		return hub, secret, err
	}
	if secret, err = o.Courier.NewKey(); err != nil {
		return hub, "", err
	}
	return hub, secret, o.Settings.SaveSetting(ctx, carrySecretKey, secret)
}

// CarryOut writes a parcel of what waits for the hub, and asks for what is new there. room is how many bytes of files
// that are not here it asks for. What is carried waits on until the answer is carried in; to carry it twice does no harm.
func (o *Office) CarryOut(ctx context.Context, w io.Writer, room int64) (model.CarryReport, error) {
	return o.carryOut(ctx, w, room, &carryWay{ctx: ctx})
}

func (o *Office) carryOut(ctx context.Context, w io.Writer, room int64, way *carryWay) (model.CarryReport, error) {
	var report model.CarryReport
	to, secret, err := o.carryKeys(ctx)
	if err != nil {
		return report, err
	}
	o.syncing.Lock()
	defer o.syncing.Unlock()
	p := model.ActsParcel{Made: o.Clock().UTC().Truncate(time.Second), Room: room, Acts: []model.CarriedActs{}, Files: []model.CarriedFile{}, Wants: []string{}}
	if err := o.packActs(ctx, &p, &report); err != nil {
		return report, err
	}
	if p.Cursor, err = o.Follower.Cursor(ctx); err != nil {
		return report, err
	}
	if room > 0 {
		if p.Wants, err = o.Follower.Missing(ctx, mostCarriedWants); err != nil {
			return report, err
		}
	}
	if p.No, err = o.nextParcel(ctx); err != nil {
		return report, err
	}
	report.Device, report.No, report.Files, report.Wanted = o.Device, p.No, len(p.Files), len(p.Wants)
	for _, f := range p.Files {
		way.all += f.Size
	}
	return report, o.Courier.Seal(w, to, secret, p, way.through(o.Files.Open))
}

// packActs packs what waits, with the files that it names: person by person, up to one whose session is over.
func (o *Office) packActs(ctx context.Context, p *model.ActsParcel, report *model.CarryReport) error {
	waiting, err := o.Outbox.Pending(ctx, mostCarriedActs+1)
	if err != nil {
		return err
	}
	size, packed := 0, map[string]bool{}
	for i, one := range waiting {
		text, err := json.Marshal(one)
		if err != nil {
			return model.Wrap(model.Other, err, "error.unexpected")
		}
		if size += len(text); i > 0 && size > mostCarriedBytes || i == mostCarriedActs {
			report.More = true
			return nil
		}
		author := one.Event.Actor
		if i == 0 || waiting[i-1].Event.Actor != author {
			token, err := o.session(ctx, author)
			if err != nil {
				return err
			}
			if token == "" {
				report.SignIn = append(report.SignIn, author)
				return nil
			}
			p.Acts = append(p.Acts, model.CarriedActs{Session: token})
		}
		last := &p.Acts[len(p.Acts)-1]
		last.Acts = append(last.Acts, one)
		report.Acts++
		for _, f := range one.Event.Files {
			if !packed[f.Hash] {
				packed[f.Hash] = true
				p.Files = append(p.Files, model.CarriedFile{Hash: f.Hash, Size: f.Size})
			}
		}
	}
	return nil
}

// nextParcel numbers parcels by the clock, so that a desk that was restored from a copy goes on behind what it forgot.
func (o *Office) nextParcel(ctx context.Context) (int64, error) {
	last, err := o.number(ctx, carryNoKey)
	if err != nil {
		return 0, err
	}
	no := max(o.Clock().UnixMicro(), last+1)
	return no, o.Settings.SaveSetting(ctx, carryNoKey, strconv.FormatInt(no, 10))
}

// number is a number among the settings; 0 when it was never set.
func (o *Office) number(ctx context.Context, key string) (int64, error) {
	text, err := o.Settings.Setting(ctx, key)
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, model.Wrap(model.Other, err, "error.store_broken")
	}
	return n, nil
}
