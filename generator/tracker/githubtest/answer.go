package githubtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// An answer is what a handler wants sent. The nil answer means: go on.
type answer struct {
	status int
	body   any // nil for none
	header http.Header
}

const documentation = "https://docs.github.com/rest"

func ok(body any) *answer      { return &answer{status: http.StatusOK, body: body} }
func created(body any) *answer { return &answer{status: http.StatusCreated, body: body} }
func noContent() *answer       { return &answer{status: http.StatusNoContent} }

// refused is any error without a list of fields.
func refused(status int, message string) *answer {
	return &answer{status: status, body: object{
		"message": message, "documentation_url": documentation, "status": strconv.Itoa(status),
	}}
}

func notFound() *answer { return refused(http.StatusNotFound, "Not Found") }

func moved(status int, location string) *answer {
	return &answer{
		status: status,
		header: http.Header{"Location": {location}},
		body:   object{"message": "Moved Permanently", "url": location, "documentation_url": documentation},
	}
}

// A complaint is one entry of GitHub's answer 422.
type complaint struct {
	resource, field, code, message string
	value                          any
}

func invalid(complaints ...complaint) *answer {
	errors := []object{}
	for _, c := range complaints {
		entry := object{"resource": c.resource, "field": c.field, "code": c.code}
		if c.message != "" {
			entry["message"] = c.message
		}
		if c.value != nil {
			entry["value"] = c.value
		}
		errors = append(errors, entry)
	}
	return &answer{status: http.StatusUnprocessableEntity, body: object{
		"message": "Validation Failed", "documentation_url": documentation, "status": "422", "errors": errors,
	}}
}

func (a *answer) bytes() []byte {
	if a.body == nil {
		return nil
	}
	data, err := json.Marshal(a.body)
	if err != nil {
		panic(err)
	}
	return data
}

func (a *answer) set(name, value string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
}

func escape(segment string) string { return strings.ReplaceAll(url.PathEscape(segment), "+", "%2B") }
