package githubtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

func (d *description) input(r *http.Request, q *request) *openapi3filter.RequestValidationInput {
	checked := r.Clone(context.Background())
	checked.Body = io.NopCloser(bytes.NewReader(q.raw))
	checked.ContentLength = int64(len(q.raw))
	return &openapi3filter.RequestValidationInput{
		Request: checked, PathParams: q.params, QueryParams: q.query,
		Route: &routers.Route{
			Spec: d.doc, Path: q.route.path, PathItem: q.route.item,
			Method: q.route.method, Operation: q.route.operation,
		},
		Options: &openapi3filter.Options{SkipSettingDefaults: true, RejectWhenRequestBodyNotSpecified: true},
	}
}

// checkRequest says what the description doesn't allow. Beyond the schemas it
// refuses names that aren't in them: GitHub ignores those, so a misspelt one
// would never be noticed.
func (d *description) checkRequest(r *http.Request, q *request) error {
	if err := openapi3filter.ValidateRequest(context.Background(), d.input(r, q)); err != nil {
		return err
	}
	if err := q.route.knows(q.query); err != nil {
		return err
	}
	body, isObject := q.body.(map[string]any)
	if !isObject || q.route.operation.RequestBody == nil {
		return nil
	}
	known := fields(q.route.operation.RequestBody.Value.Content["application/json"].Schema)
	for name := range body {
		if !slices.Contains(known, name) {
			return fmt.Errorf("unknown field %q in the request body", name)
		}
	}
	return nil
}

func (r *route) knows(query url.Values) error {
	for name := range query {
		if r.operation.Parameters.GetByInAndName("query", name) == nil {
			return fmt.Errorf("unknown query parameter %q", name)
		}
	}
	return nil
}

// checkAnswer remembers answers that were found right, because tests that run
// the same story with many faults would spend nearly all their time here.
func (s *Server) checkAnswer(r *http.Request, q *request, a *answer) error {
	d, body := describe(), a.bytes()
	same := bytes.ReplaceAll(body, []byte(s.base), []byte("https://api.github.com/"))
	key := sha256.Sum256(fmt.Appendf(nil, "%s %d %s", q.route.name, a.status, same))
	if _, known := d.approved.Load(key); known {
		return nil
	}
	err := d.checkAnswer(r, q, a, body)
	if err == nil {
		d.approved.Store(key, true)
	}
	return err
}

// checkAnswer holds the fake itself to the description. Statuses that the
// operation doesn't list (401, 429, some 403 and 404) must be GitHub's
// ordinary errors.
func (d *description) checkAnswer(r *http.Request, q *request, a *answer, body []byte) error {
	documented := q.route.operation.Responses.Status(a.status) != nil
	redirect := a.status >= 300 && a.status < 400
	switch {
	case documented && !redirect:
		header := a.header.Clone()
		if header == nil {
			header = http.Header{}
		}
		header.Set("Content-Type", contentType)
		return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: d.input(r, q), Status: a.status, Header: header,
			Body: io.NopCloser(bytes.NewReader(body)),
		})
	case a.status < 300:
		return fmt.Errorf("status %d is not one of this operation", a.status)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	schema := "basic-error"
	if a.status == http.StatusUnprocessableEntity {
		schema = "validation-error"
	}
	return d.doc.Components.Schemas[schema].Value.VisitJSON(value)
}
