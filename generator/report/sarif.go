package report

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// The parts of SARIF 2.1.0 that findings need, with the names of its schema.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string        `json:"id"`
		ShortDescription     *sarifMessage `json:"shortDescription,omitempty"`
		FullDescription      *sarifMessage `json:"fullDescription,omitempty"`
		HelpURI              string        `json:"helpUri,omitempty"`
		Help                 *sarifMessage `json:"help,omitempty"`
		DefaultConfiguration sarifLevel    `json:"defaultConfiguration"`
		Properties           sarifTags     `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifTags struct {
		Tags []string `json:"tags"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifMessage       `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		RelatedLocations    []sarifLocation    `json:"relatedLocations,omitempty"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Fixes               []sarifFix         `json:"fixes,omitempty"`
		Suppressions        []sarifSuppression `json:"suppressions,omitzero"`
	}
	sarifLocation struct {
		ID               *int          `json:"id,omitempty"`
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description     sarifMessage  `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion  `json:"deletedRegion"`
		InsertedContent sarifMessage `json:"insertedContent"`
	}
	sarifSuppression struct {
		Kind string `json:"kind"`
	}
)

var sarifLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Advice: "note"}

// writeSARIF prints a log of SARIF 2.1.0. Columns count characters, as
// everywhere here, and columnKind says so. A finding that a comment switches
// off is there as suppressed in the source.
func writeSARIF(w io.Writer, findings diag.List, o Options) error {
	s := &sarifWriter{Options: o, index: map[string]int{}, seen: map[string]int{}}
	results := []sarifResult{}
	for _, f := range findings {
		results = append(results, s.result(f))
	}
	if len(o.Silenced) > 0 {
		for i := range results {
			results[i].Suppressions = []sarifSuppression{} // either all results say so or none
		}
		for _, f := range o.Silenced {
			r := s.result(f)
			r.Suppressions = []sarifSuppression{{Kind: "inSource"}}
			results = append(results, r)
		}
	}
	if s.rules == nil {
		s.rules = []sarifRule{}
	}
	return JSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{sarifDriver{
				Name: "retrowiki", Version: o.Version, InformationURI: "https://github.com/retrowiki/retrowiki", Rules: s.rules,
			}},
			ColumnKind: "unicodeCodePoints",
			Results:    results,
		}},
	})
}

type sarifWriter struct {
	Options
	rules []sarifRule
	index map[string]int // of a rule in rules
	seen  map[string]int // how often each fingerprint was given
}

func (s *sarifWriter) result(f diag.Diagnostic) sarifResult {
	text := f.Message
	if f.Hint != "" {
		text += "\n" + f.Hint
	}
	r := sarifResult{
		RuleID: f.Rule, RuleIndex: s.ruleIndex(f.Rule), Level: sarifLevels[f.Severity], Message: plainMessage(text),
		Locations:           []sarifLocation{{PhysicalLocation: s.physical(f.Span)}},
		PartialFingerprints: map[string]string{"primaryLocationLineHash": s.fingerprint(f)},
	}
	for i, related := range f.Related {
		message := plainMessage(related.Message)
		r.RelatedLocations = append(r.RelatedLocations, sarifLocation{ID: &i, PhysicalLocation: s.physical(related.Span), Message: &message})
	}
	if len(f.Fixes) > 0 {
		r.Fixes = []sarifFix{s.fix(f)}
	}
	return r
}

func (s *sarifWriter) ruleIndex(name string) int {
	i, known := s.index[name]
	if known {
		return i
	}
	doc := s.rule(name)
	family, _, _ := strings.Cut(name, "/")
	rule := sarifRule{
		ID: name, HelpURI: doc.URL, DefaultConfiguration: sarifLevel{sarifLevels[doc.Severity]}, Properties: sarifTags{[]string{family}},
	}
	if doc.Doc != "" {
		first, _, _ := strings.Cut(doc.Doc, ". ")
		rule.ShortDescription = &sarifMessage{Text: strings.TrimSuffix(first, ".") + "."}
		rule.FullDescription = &sarifMessage{Text: doc.Doc, Markdown: doc.Doc}
		help := strings.TrimSpace(doc.Doc + "\n\n" + doc.Mend)
		rule.Help = &sarifMessage{Text: help, Markdown: help}
	}
	s.index[name] = len(s.rules)
	s.rules = append(s.rules, rule)
	return s.index[name]
}

// plainMessage is text without anything that SARIF takes for a link.
func plainMessage(text string) sarifMessage {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(Visible(line), "](", "] (")
	}
	return sarifMessage{Text: strings.Join(lines, "\n")}
}

func (s *sarifWriter) physical(span diag.Span) sarifPhysical {
	return sarifPhysical{s.artifact(span.File), region(span)}
}

func (s *sarifWriter) artifact(file string) sarifArtifact {
	return sarifArtifact{URI: (&url.URL{Path: s.inRepository(file)}).String(), URIBaseID: "%SRCROOT%"}
}

// region is a span as SARIF has it. What is said of a whole file stands at its
// first line, since GitHub wants a line.
func region(span diag.Span) sarifRegion {
	if span.Start.Line == 0 {
		return sarifRegion{StartLine: 1}
	}
	r := sarifRegion{StartLine: span.Start.Line, StartColumn: span.Start.Column}
	if span.End.Line >= span.Start.Line {
		r.EndLine, r.EndColumn = span.End.Line, span.End.Column
	}
	return r
}

func (s *sarifWriter) fix(f diag.Diagnostic) sarifFix {
	change := sarifChange{ArtifactLocation: s.artifact(f.Span.File)}
	for _, fix := range f.Fixes {
		change.Replacements = append(change.Replacements, sarifReplacement{region(fix.Span), sarifMessage{Text: fix.NewText}})
	}
	description := f.Hint
	if description == "" {
		description = f.Message
	}
	return sarifFix{plainMessage(description), []sarifChange{change}}
}

// fingerprint tells a finding from others by its rule, its file and the text of
// its line, so that it stays the same when lines above it come and go. Of equal
// ones, each has a number.
func (s *sarifWriter) fingerprint(f diag.Diagnostic) string {
	line := ""
	if s.Line != nil && f.Span.Start.Line > 0 {
		line = strings.Join(strings.Fields(string(s.Line(f.Span.File, f.Span.Start.Line))), " ")
	}
	sum := sha256.Sum256([]byte(f.Rule + "\x00" + f.Span.File + "\x00" + line))
	hash := fmt.Sprintf("%x", sum[:8])
	s.seen[hash]++
	return fmt.Sprintf("%s:%d", hash, s.seen[hash])
}
