package githubtest

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed testdata/openapi/openapi-issues.json
var document []byte

// A route is one operation of the description.
type route struct {
	name      string // "POST /repos/{owner}/{repo}/issues"
	method    string
	path      string
	segments  []string
	item      *openapi3.PathItem
	operation *openapi3.Operation
}

type description struct {
	doc      *openapi3.T
	routes   []*route
	approved sync.Map // hashes of answers that are as described
}

var describe = sync.OnceValue(func() *description {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		panic(err)
	}
	doc.Servers = nil
	d := &description{doc: doc}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			d.routes = append(d.routes, &route{
				name: method + " " + path, method: method, path: path,
				segments: strings.Split(path[1:], "/"), item: item, operation: operation,
			})
		}
	}
	// Literal segments win over parameters: "{" sorts behind every letter.
	slices.SortFunc(d.routes, func(a, b *route) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	d.widen()
	return d
})

// widen admits what GitHub takes although its description doesn't say so.
func (d *description) widen() {
	// A bare array of names, as go-github sends it, and for PUT an empty one.
	names := openapi3.NewArraySchema().WithItems(openapi3.NewStringSchema())
	labels := "/repos/{owner}/{repo}/issues/{issue_number}/labels"
	for _, method := range []string{"POST", "PUT"} {
		content := d.route(method, labels).operation.RequestBody.Value.Content["application/json"]
		anyOf := openapi3.NewAnyOfSchema(content.Schema.Value, names)
		if method == "PUT" {
			anyOf = openapi3.NewAnyOfSchema(names, openapi3.NewObjectSchema().WithProperty("labels", names))
		}
		content.Schema = anyOf.NewRef()
	}
	// The older word for new_name, which go-github v60 still uses.
	d.route("PATCH", "/repos/{owner}/{repo}/labels/{name}").operation.RequestBody.Value.
		Content["application/json"].Schema.Value.WithProperty("name", openapi3.NewStringSchema())
}

func (d *description) route(method, path string) *route {
	for _, r := range d.routes {
		if r.method == method && r.path == path {
			return r
		}
	}
	return nil
}

// match finds the operation for the segments of a path, and its parameters.
func (d *description) match(method string, segments []string) (*route, map[string]string) {
	for _, r := range d.routes {
		if r.method != method || len(r.segments) != len(segments) {
			continue
		}
		if params := fill(r.segments, segments); params != nil {
			return r, params
		}
	}
	return nil, nil
}

func fill(pattern, segments []string) map[string]string {
	params := map[string]string{}
	for n, p := range pattern {
		if name, isParam := strings.CutPrefix(p, "{"); isParam {
			params[strings.TrimSuffix(name, "}")] = segments[n]
		} else if p != segments[n] {
			return nil
		}
	}
	return params
}

// fields are the names that a request body may use, nil if it isn't an object.
func fields(schema *openapi3.SchemaRef) []string {
	if schema == nil || schema.Value == nil {
		return nil
	}
	var names []string
	for name := range schema.Value.Properties {
		names = append(names, name)
	}
	for _, group := range []openapi3.SchemaRefs{schema.Value.AllOf, schema.Value.AnyOf, schema.Value.OneOf} {
		for _, part := range group {
			names = append(names, fields(part)...)
		}
	}
	return names
}
