package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"yunban/model"
)

// How much lies for one person at most, and how large a parcel is: its files do not count.
const (
	mostParcels   = 100
	largestParcel = 1 << 20
)

// Parcels keeps the drafts that people of a unit send each other, until the receiver has taken them: a folder for each
// unit, in it one for each receiver. They are no part of the log.
type Parcels struct{ Dir string }

// ParcelsDir is where parcels lie in a hub's folder.
func ParcelsDir(dir string) string { return filepath.Join(dir, "parcels") }

// folderName is a name that no message can lead out of the folder with.
func folderName(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

func (p Parcels) of(unit, person string) string {
	return filepath.Join(p.Dir, folderName(unit), folderName(person))
}

// Send lays a parcel down for its receiver; the same one again changes nothing.
func (p Parcels) Send(_ context.Context, unit string, parcel model.Parcel) error {
	dir := p.of(unit, parcel.To)
	names, err := os.ReadDir(dir)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return unexpected(err)
	case parcel.ID == "" || len(parcel.Body) > largestParcel || len(parcel.Files) > maxFeed:
		return model.Errorf(model.Invalid, "error.bad_message")
	case len(names) >= mostParcels:
		return model.Errorf(model.Conflict, "error.parcels_full", "most", strconv.Itoa(mostParcels))
	}
	text, err := encode(parcel)
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, folderName(parcel.ID)), text)
}

// List gives what lies for a person, the oldest first.
func (p Parcels) List(_ context.Context, unit, person string) ([]model.Parcel, error) {
	return list(p.of(unit, person))
}

func list(dir string) ([]model.Parcel, error) {
	names, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return []model.Parcel{}, nil
	}
	if err != nil {
		return nil, unexpected(err)
	}
	parcels := []model.Parcel{}
	for _, entry := range names {
		var one model.Parcel
		err := read(filepath.Join(dir, entry.Name()), &one)
		if errors.Is(err, fs.ErrNotExist) || one.ID == "" && err == nil { // taken meanwhile
			continue
		}
		if err != nil {
			return nil, unexpected(err)
		}
		parcels = append(parcels, one)
	}
	slices.SortFunc(parcels, func(a, b model.Parcel) int { return a.At.Compare(b.At) })
	return parcels, nil
}

// Drop takes a parcel away.
func (p Parcels) Drop(_ context.Context, unit, person, id string) error {
	err := os.Remove(filepath.Join(p.of(unit, person), folderName(id)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return unexpected(err)
}

// name tells whether a parcel that lies for somebody of a unit has a file.
func (p Parcels) name(unit, hash string) (bool, error) {
	people, err := os.ReadDir(filepath.Join(p.Dir, folderName(unit)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, unexpected(err)
	}
	for _, person := range people {
		parcels, err := list(filepath.Join(p.Dir, folderName(unit), person.Name()))
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(parcels, func(one model.Parcel) bool { return slices.Contains(one.Files, hash) }) {
			return true, nil
		}
	}
	return false, nil
}

// parcelsAnswer is what lies for a person.
type parcelsAnswer struct {
	Parcels []model.Parcel `json:"parcels"`
}

// parcelRequest names a parcel.
type parcelRequest struct {
	ID string `json:"id"`
}

// sendParcel takes a parcel for a colleague of the sender's unit.
func sendParcel(s *Server, x *exchange) error {
	var parcel model.Parcel
	if err := decode(x.r.Body, &parcel); err != nil {
		return err
	}
	to, err := s.Office.Person(x.r.Context(), parcel.To)
	switch {
	case err != nil:
		return err
	case to.Disabled || x.person.Unit == "" || to.Unit != x.person.Unit || to.ID == x.person.ID:
		return model.Errorf(model.Forbidden, "error.not_a_colleague")
	}
	for _, hash := range parcel.Files {
		may, err := s.mayName(x.r.Context(), x.device, hash)
		if err != nil {
			return err
		}
		if !may {
			return model.Errorf(model.Conflict, "error.file_first", "name", hash)
		}
	}
	parcel.From, parcel.FromName, parcel.At = x.person.ID, x.person.Name, s.Clock()
	if err := s.parcels().Send(x.r.Context(), x.person.Unit, parcel); err != nil {
		return err
	}
	return x.answer(struct{}{})
}

func listParcels(s *Server, x *exchange) error {
	parcels, err := s.parcels().List(x.r.Context(), x.person.Unit, x.person.ID)
	if err != nil {
		return err
	}
	return x.answer(parcelsAnswer{parcels})
}

func dropParcel(s *Server, x *exchange) error {
	var asked parcelRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if err := s.parcels().Drop(x.r.Context(), x.person.Unit, x.person.ID, asked.ID); err != nil {
		return err
	}
	return x.answer(struct{}{})
}

func (s *Server) parcels() Parcels { return Parcels{ParcelsDir(s.Dir)} }

// SendParcel sends a parcel as the person whose session it is.
func (c *Client) SendParcel(ctx context.Context, session string, parcel model.Parcel) error {
	return c.ask(ctx, http.MethodPost, "/v1/parcels", session, parcel, &struct{}{})
}

// Parcels lists what lies for the person whose session it is.
func (c *Client) Parcels(ctx context.Context, session string) ([]model.Parcel, error) {
	var a parcelsAnswer
	err := c.ask(ctx, http.MethodGet, "/v1/parcels", session, nil, &a)
	return a.Parcels, err
}

// DropParcel takes a parcel away.
func (c *Client) DropParcel(ctx context.Context, session, id string) error {
	return c.ask(ctx, http.MethodPost, "/v1/parcels/drop", session, parcelRequest{id}, &struct{}{})
}
