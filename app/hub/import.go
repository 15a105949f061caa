package hub

import (
	"context"

	"yunban/model"
)

// Importer takes in what a desk did before it joined.
type Importer interface {
	Import(ctx context.Context, device model.Device, chain model.Import) (model.Imported, error)
}

// takeImport takes the history of one subject from a desk whose code allowed that. The code is the device's own by
// now; it allows the import for as long as it could have been used.
func takeImport(s *Server, x *exchange) error {
	var asked model.Import
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if s.Importer == nil {
		return model.Errorf(model.NotFound, "error.no_endpoint")
	}
	leave, err := s.codes.Use(asked.Code, x.device.Key, s.Clock())
	if err != nil {
		return err
	}
	if !leave.Import {
		return model.Errorf(model.Forbidden, "error.import_code")
	}
	for _, e := range asked.Events {
		for _, f := range e.Files {
			if asked.Try {
				continue // they come with the import itself
			}
			may, err := s.mayName(x.r.Context(), x.device, f.Hash)
			if err != nil {
				return err
			}
			if !may {
				return model.Errorf(model.Conflict, "error.file_first", "name", f.Name)
			}
		}
	}
	answer, err := s.Importer.Import(x.r.Context(), x.device, asked)
	if err != nil {
		return err
	}
	if !asked.Try {
		s.Logger.InfoContext(x.r.Context(), "imported", "device", x.device.ID, "kind", answer.Subject.Kind, "subject", answer.Subject.ID,
			"taken", answer.Taken, "there", answer.There, "number", answer.Number, "key", answer.Key)
	}
	return x.answer(answer)
}

// Import sends the history of one subject.
func (c *Client) Import(ctx context.Context, chain model.Import) (answer model.Imported, err error) {
	err = c.ask(ctx, "POST", "/v1/import", "", chain, &answer)
	return answer, err
}
