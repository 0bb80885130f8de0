// Package intake brings what was written elsewhere into the incident format:
// ordinary postmortems in place, and what incident tools export as files of
// their own.
//
// In go bytes and settings; out come new bytes or new files' contents, and
// findings about all that is not sure, with places in what was read. Nothing
// is written here: the caller does, so that a dry run is the same work. A
// format of exports is one row in formats.go.
package intake

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/retrowiki/retrowiki/generator/adopt"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// Rewritten is a postmortem in the incident format.
type Rewritten struct {
	Path     string
	Old, New []byte // the same bytes if there is nothing to write
	Findings diag.List

	edits []edit
}

// edit replaces whole lines: the bytes from start to end become text.
type edit struct {
	start, end int
	text       string
}

// Rewrite writes what a postmortem's text says into its frontmatter. Its body
// stays as it is, but for the header lines that now stand in the frontmatter,
// if moveHeaders is set.
func Rewrite(path string, old []byte, cfg *config.Config, moveHeaders bool) *Rewritten {
	w := &Rewritten{Path: path, Old: old, New: old}
	r := decode.File(path, old, cfg, false)
	if r.Broken {
		w.Findings = slices.DeleteFunc(r.Findings, func(f diag.Diagnostic) bool { return f.Severity < diag.Error })
		return w
	}
	if r.Adopted == nil {
		return w
	}
	document, problems := frontmatter.Parse(diag.NewText(path, old))
	if problems.AtLeast(diag.Error) > 0 {
		w.Findings = problems
		return w
	}
	w.Findings = r.Adopted.Findings
	fields := missing(document.Root, r)
	if len(fields.Pairs) == 0 {
		return w
	}
	edits, err := insertion(document, fields)
	if err == nil && moveHeaders {
		edits = append(edits, removals(old, r.Adopted.Headers)...)
	}
	var content []byte
	if err == nil {
		content = apply(old, edits)
		err = verify(path, old, content, document, fields, edits)
	}
	if err != nil {
		at := diag.Span{File: path, Start: diag.Position{Line: 1, Column: 1}, End: diag.Position{Line: 1, Column: 1}}
		w.Findings = append(w.Findings, diag.Diagnostic{Rule: "import/refused", Severity: diag.Error, Span: at,
			Message: "the file is left as it is: " + err.Error(), Hint: "write the fields into the frontmatter by hand; retrowiki check shows what the text says"})
		return w
	}
	w.New, w.edits = content, edits
	return w
}

// missing is what the frontmatter is to get: what the text says, and the title
// that stands in its first heading.
func missing(root *frontmatter.Node, r *decode.Result) *frontmatter.Node {
	fields := &frontmatter.Node{Kind: frontmatter.Mapping}
	if root.Get("title") == nil && r.Adopted.Root.Get("title") == nil {
		if heading, ok := r.Doc.Title(); ok {
			title := &frontmatter.Node{Kind: frontmatter.String, Text: heading}
			fields.Pairs = append(fields.Pairs, frontmatter.Pair{Key: &frontmatter.Node{Kind: frontmatter.String, Text: "title"}, Value: title})
		}
	}
	for _, p := range r.Adopted.Root.Pairs {
		if root.Get(p.Key.Text) == nil {
			fields.Pairs = append(fields.Pairs, p)
		}
	}
	return fields
}

// insertion is the edit that puts fields into the frontmatter: before its
// closing fence, or as a new one where there is none.
func insertion(document *frontmatter.Document, fields *frontmatter.Node) ([]edit, error) {
	src := document.Text.Bytes
	lines := adopt.YAML(fields)
	at := document.Raw.End
	switch document.Format {
	case frontmatter.None:
		at = document.Body
		lines = "---\n" + lines + "---\n\n"
	case frontmatter.YAML:
	default:
		return nil, fmt.Errorf("its frontmatter is %s, and only YAML is written", document.Format)
	}
	if first, _, ok := bytes.Cut(src, []byte("\n")); ok && bytes.HasSuffix(first, []byte("\r")) {
		lines = strings.ReplaceAll(lines, "\n", "\r\n")
	}
	return []edit{{start: at, end: at, text: lines}}, nil
}

// removals take whole lines out, with one of two empty lines around them.
func removals(src []byte, spans []diag.Span) []edit {
	var edits []edit
	for _, s := range spans {
		start := bytes.LastIndexByte(src[:s.Start.Offset], '\n') + 1
		end := len(src)
		if i := bytes.IndexByte(src[s.End.Offset:], '\n'); i >= 0 {
			end = s.End.Offset + i + 1
		}
		edits = append(edits, edit{start: start, end: end})
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	var runs []edit
	for _, e := range edits {
		if n := len(runs); n > 0 && strings.TrimSpace(string(src[runs[n-1].end:max(runs[n-1].end, e.start)])) == "" {
			runs[n-1].end = max(e.end, runs[n-1].end)
			continue
		}
		runs = append(runs, e)
	}
	for i, e := range runs {
		before := bytes.TrimRight(src[:e.start], " \t\r\n")
		next, _, _ := bytes.Cut(src[e.end:], []byte("\n"))
		if bytes.Count(src[len(before):e.start], []byte("\n")) > 1 && e.end < len(src) && len(bytes.TrimSpace(next)) == 0 {
			runs[i].end = e.end + len(next) + 1
		}
	}
	return runs
}

func apply(src []byte, edits []edit) []byte {
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.start]...), e.text...)
		at = e.end
	}
	return append(out, src[at:]...)
}

// verify reads the new content again: it must hold the old fields, the new
// ones, and the old body without the lines that were moved.
func verify(path string, old, content []byte, before *frontmatter.Document, fields *frontmatter.Node, edits []edit) error {
	after, findings := frontmatter.Parse(diag.NewText(path, content))
	if findings.AtLeast(diag.Error) > 0 {
		return errors.New("with the new fields, " + findings[0].Message)
	}
	want := append(slices.Clone(before.Root.Pairs), fields.Pairs...)
	if !same(&frontmatter.Node{Kind: frontmatter.Mapping, Pairs: want}, after.Root) {
		return errors.New("its frontmatter would say something else with the new fields")
	}
	body := apply(old, edits[1:])[before.Body:]
	if !bytes.Equal(bytes.TrimLeft(content[after.Body:], "\r\n"), bytes.TrimLeft(body, "\r\n")) {
		return errors.New("its body would not stay as it is")
	}
	return nil
}

// same compares what two nodes say, not how they are written.
func same(a, b *frontmatter.Node) bool {
	isText := func(n *frontmatter.Node) bool { return n.Kind != frontmatter.Mapping && n.Kind != frontmatter.Sequence }
	if isText(a) != isText(b) || isText(a) && a.Text != b.Text || !isText(a) && a.Kind != b.Kind {
		return false
	}
	return slices.EqualFunc(a.Items, b.Items, same) && slices.EqualFunc(a.Pairs, b.Pairs, func(p, q frontmatter.Pair) bool {
		return p.Key.Text == q.Key.Text && same(p.Value, q.Value)
	})
}

// Moved puts findings where their text stands in the new content.
func (w *Rewritten) Moved() diag.List {
	moved := slices.Clone(w.Findings)
	for i, f := range moved {
		shift := 0
		for _, e := range w.edits {
			if e.start <= f.Span.Start.Offset {
				shift += strings.Count(e.text, "\n") - bytes.Count(w.Old[e.start:e.end], []byte("\n"))
			}
		}
		if f.Span.Start.Line > 0 {
			moved[i].Span.Start.Line += shift
			moved[i].Span.End.Line += shift
		}
	}
	return moved
}

// Diff is the change as a unified diff, "" if there is none.
func (w *Rewritten) Diff() string {
	return string(diff.Diff("a/"+w.Path, w.Old, "b/"+w.Path, w.New))
}
