// Package schema makes JSON Schemas (draft 2020-12) from the structs that the
// tool itself reads into and writes from, so that an editor and the tool never
// disagree about a field.
package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/lint"
	"github.com/retrowiki/retrowiki/generator/page"
)

// Incident is the schema of an incident's frontmatter. Fields that the format
// does not know are allowed, since they are kept; own taxonomies are lists.
func Incident(cfg *config.Config) ([]byte, error) {
	s := of(reflect.TypeFor[incident.Incident]())
	s.Version, s.Title, s.Required = jsonschema.Version, "retrowiki incident", []string{"title"}
	s.AdditionalProperties = jsonschema.TrueSchema
	if severity, ok := s.Properties.Get("severity"); ok {
		for _, step := range cfg.Severities {
			severity.Examples = append(severity.Examples, step.ID)
		}
	}
	for _, theirs := range slices.Sorted(maps.Keys(cfg.Fields)) {
		ours, ok := s.Properties.Get(cfg.Fields[theirs])
		if !ok {
			continue
		}
		mapped := *ours
		mapped.Description = fmt.Sprintf("This wiki's name for %s. %s", cfg.Fields[theirs], ours.Description)
		s.Properties.Set(theirs, &mapped)
		if cfg.Fields[theirs] == "title" {
			s.Required = nil // under which of its names is for check to say
		}
	}
	for _, t := range cfg.Taxonomies {
		s.Properties.Set(t, &jsonschema.Schema{Description: "A taxonomy of this wiki", OneOf: textOrList()})
	}
	return encode(s)
}

// Config is the schema of retrowiki.yaml.
func Config() ([]byte, error) {
	s := of(reflect.TypeFor[config.Config]())
	s.Version, s.Title = jsonschema.Version, "retrowiki.yaml"
	nameRules(s)
	return encode(s)
}

// nameRules lists the rules of lint.rules by name, so that an editor completes
// them and marks one that there is not.
func nameRules(s *jsonschema.Schema) {
	section, _ := s.Properties.Get("lint")
	rules, _ := section.Properties.Get("rules")
	level := *rules.AdditionalProperties
	rules.Properties, rules.AdditionalProperties = jsonschema.NewProperties(), jsonschema.FalseSchema
	set := func(name, doc string) {
		named := level
		named.Description = doc
		rules.Properties.Set(name, &named)
	}
	for _, r := range lint.All() {
		if r.Locked {
			continue
		}
		set(r.Family(), "Every rule of this family")
		set(r.Family()+"/*", "Every rule of this family")
		set(r.Name, r.Doc)
	}
}

// API is the schema of one of the files below api/: "incident", "incidents",
// "remediations" or "insights"; nil for another name.
func API(name string) ([]byte, error) {
	reflector := jsonschema.Reflector{Anonymous: true, DoNotReference: true}
	var item *jsonschema.Schema
	switch name {
	case "incident":
		s := reflector.Reflect(&page.IncidentJSON{})
		s.Title = "retrowiki api/incidents/ID.json"
		return encode(s)
	case "incidents":
		item = reflector.Reflect(&page.IncidentJSON{})
	case "remediations":
		item = reflector.Reflect(&page.RemediationJSON{})
	case "insights":
		s := reflector.Reflect(&page.InsightsJSON{})
		s.Title = "retrowiki api/insights.json"
		return encode(s)
	default:
		return nil, nil
	}
	item.Version = ""
	list := jsonschema.NewProperties()
	list.Set("version", &jsonschema.Schema{Type: "integer", Const: page.APIVersion})
	list.Set(name, &jsonschema.Schema{Type: "array", Items: item})
	return encode(&jsonschema.Schema{
		Version: jsonschema.Version, Title: "retrowiki api/" + name + ".json", Type: "object",
		Properties: list, Required: []string{"version", name},
	})
}

func encode(s *jsonschema.Schema) ([]byte, error) {
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}

// of follows the `field` tags as package fields does.
func of(t reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, f := range fields.Of(t) {
		value := typeSchema(f.Type)
		value.Description = f.Doc
		if f.Example != "" {
			value.Examples = []any{f.Example}
		}
		s.Properties.Set(f.Name, orNothing(value))
	}
	return s
}

// orNothing lets a field stand empty (`trigger:`), which the tool takes for
// one that is not there.
func orNothing(s *jsonschema.Schema) *jsonschema.Schema {
	if s.OneOf != nil {
		s.OneOf = append(s.OneOf, &jsonschema.Schema{Type: "null"})
		return s
	}
	s.Extras = map[string]any{"type": []string{s.Type, "null"}}
	s.Type = ""
	if s.Enum != nil {
		s.Enum = append(s.Enum, nil)
	}
	return s
}

const (
	timePattern     = `^~?\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$`
	durationPattern = `^(\d+|(\d+\s*(h|hours?)\s*)?(\d+\s*(m|min|minutes?))?)$`
)

func typeSchema(t reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	switch t {
	case reflect.TypeFor[incident.Moment]():
		return &jsonschema.Schema{Type: "string", Pattern: timePattern}
	case reflect.TypeFor[incident.Completion]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string", Pattern: timePattern}, {Type: "boolean"}, {Enum: []any{"yes", "no"}}}}
	case reflect.TypeFor[time.Duration]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "integer"}, {Type: "string", Pattern: durationPattern}}}
	case reflect.TypeFor[incident.Quantity]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "integer", Minimum: "0"}, text}}
	case reflect.TypeFor[incident.IssueRef]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "integer", Minimum: "1"}, {Const: "none"}}}
	case reflect.TypeFor[incident.Roles]():
		return &jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{OneOf: textOrList()}}
	}
	if v, ok := reflect.Zero(t).Interface().(incident.Vocabulary); ok && t.Kind() == reflect.String {
		for _, word := range v.Words() {
			text.Enum = append(text.Enum, word)
		}
		return text
	}
	switch t.Kind() {
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int:
		return &jsonschema.Schema{Type: "integer"}
	case reflect.Slice:
		item := typeSchema(t.Elem())
		list := &jsonschema.Schema{Type: "array", Items: item}
		if t.Elem().Kind() == reflect.String {
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{list, item}}
		}
		return list
	case reflect.Map:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: typeSchema(t.Elem())}
	case reflect.Struct:
		s := of(t)
		if fields.Shorthand(t) != "" {
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{s, text}}
		}
		return s
	}
	return text
}

func textOrList() []*jsonschema.Schema {
	return []*jsonschema.Schema{{Type: "array", Items: &jsonschema.Schema{Type: "string"}}, {Type: "string"}}
}
