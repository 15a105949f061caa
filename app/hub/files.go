package hub

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"yunban/model"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// offsetHeader says how much of a file has arrived.
const offsetHeader = "Upload-Offset"

func hashOf(x *exchange) (string, error) {
	hash := x.r.PathValue("hash")
	if !hashForm.MatchString(hash) {
		return "", model.Errorf(model.Invalid, "error.bad_message")
	}
	return hash, nil
}

// headFile says whether a file is here, for this device. To a device that may not hold it, it is not: it learns
// nothing, and must bring the content to name the file in an act of its own.
func headFile(s *Server, x *exchange) error {
	hash, err := hashOf(x)
	if err != nil {
		return err
	}
	here, err := s.mayOpen(x.r.Context(), x.device, hash)
	if err != nil {
		return err
	}
	if here {
		x.w.WriteHeader(http.StatusOK)
		return nil
	}
	offset, err := s.uploads.offset(x.device.ID, hash)
	if err != nil {
		return err
	}
	x.w.Header().Set(offsetHeader, strconv.FormatInt(offset, 10))
	return model.Errorf(model.NotFound, "error.file_missing", "hash", hash)
}

// mayOpen tells whether a file is here that the device may hold or has itself brought whole.
func (s *Server) mayOpen(ctx context.Context, d model.Device, hash string) (bool, error) {
	now := s.Clock()
	key := opening{d.ID, d.ScopeEpoch, hash}
	if s.openings.lately(key, now) {
		return true, nil
	}
	may, err := s.uploads.brought(d.ID, hash)
	if err == nil && !may {
		may, err = s.Log.MayHold(ctx, d.ID, hash)
	}
	if err == nil && !may { // a colleague sent it with a draft
		may, err = s.parcels().name(d.Unit, hash)
	}
	if err == nil && may {
		s.openings.note(key, now)
	}
	return may, err
}

// putFile takes a piece of a file.
func putFile(s *Server, x *exchange) error {
	hash, err := hashOf(x)
	if err != nil {
		return err
	}
	offset, err := number(x.r, "offset", 0)
	if err != nil {
		return err
	}
	size, err := number(x.r, "size", 0)
	if err != nil {
		return err
	}
	if size > maxFile {
		return model.Errorf(model.Invalid, "error.file_too_large", "limit", strconv.Itoa(maxFile>>20))
	}
	piece := http.MaxBytesReader(x.w, x.r.Body, maxChunk)
	arrived, whole, err := s.uploads.add(x.r.Context(), x.device.ID, hash, offset, size, piece)
	if err != nil {
		return err
	}
	return x.answer(uploadAnswer{arrived, whole})
}

// getFile gives a file's content, whole or the range that was asked for.
func getFile(s *Server, x *exchange) error {
	hash, err := hashOf(x)
	if err != nil {
		return err
	}
	may, err := s.mayOpen(x.r.Context(), x.device, hash)
	if err != nil {
		return err
	}
	if !may {
		return model.Errorf(model.NotFound, "error.file_missing", "hash", hash)
	}
	content, err := s.Files.Open(hash)
	if err != nil {
		return err
	}
	defer content.Close()
	x.w.Header().Set("Content-Type", "application/octet-stream")
	x.w.Header().Set("ETag", `"`+hash+`"`)
	if seeker, ok := content.(io.ReadSeeker); ok {
		http.ServeContent(x.w, x.r, "", time.Time{}, seeker)
		return nil
	}
	x.w.WriteHeader(http.StatusOK)
	_, _ = io.Copy(x.w, content) // a line that was cut off is the caller's to mend
	return nil
}
