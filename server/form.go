package server

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"incidentmap/internal/incident"
)

// Bounds of the parts of a form beside its file.
const (
	maxFormParts = 32
	maxFormField = 256 << 10
)

// sentFile is a file as it was sent: alone, or in a form with what is said of it.
type sentFile struct {
	name, text string // no name where the form gives none
	fields     url.Values
}

// isForm reports whether a body is a form with a file in it.
func isForm(h http.Header) bool {
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return media == "multipart/form-data"
}

// readForm takes a form apart (RFC 7578): the part with a file's name is the file, the
// others are parameters.
func readForm(h http.Header, body string) (*sentFile, error) {
	_, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return nil, incident.Errorf(incident.Invalid, "the form has no boundary between its parts")
	}
	in, out := multipart.NewReader(strings.NewReader(body), params["boundary"]), &sentFile{fields: url.Values{}}
	for n := 0; ; n++ {
		part, err := in.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || n == maxFormParts {
			return nil, incident.Errorf(incident.Invalid, "the form is broken, or has more than %d parts", maxFormParts)
		}
		if err := out.take(part); err != nil {
			return nil, err
		}
	}
	if out.text == "" {
		return nil, incident.Errorf(incident.Invalid, "the form has no part with a file in it")
	}
	return out, nil
}

func (f *sentFile) take(part *multipart.Part) error {
	if part.FileName() != "" && part.FormName() != "mapping" {
		if f.text != "" {
			return incident.Errorf(incident.Invalid, "the form has several files; one is taken at a time")
		}
		text, err := io.ReadAll(part)
		f.name, f.text = part.FileName(), string(text)
		return broken(err)
	}
	text, err := io.ReadAll(io.LimitReader(part, maxFormField+1))
	if len(text) > maxFormField {
		return incident.BadParameter(cut(part.FormName()), "it has more than %d bytes", maxFormField)
	}
	f.fields.Add(part.FormName(), string(text))
	return broken(err)
}

func broken(err error) error {
	if err != nil {
		return incident.Errorf(incident.Invalid, "the form is broken: %s", err)
	}
	return nil
}
