package page

import (
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
)

// Broken is the data of the page of a file that cannot be read.
type Broken struct {
	*Head
	File     string
	Problems []Problem
	Source   []SourceLine
	EditURL  string
}

// Problem is a finding as a page shows it.
type Problem struct {
	Place, Message, Hint, Rule string
	Line                       int // 0 where only the file is known
}

// SourceLine is a line of a file that cannot be read.
type SourceLine struct {
	Number int
	Text   string
	Bad    bool
}

func problems(e *collection.Entry) []Problem {
	var list []Problem
	for _, f := range e.Findings {
		if f.Severity == diag.Error {
			list = append(list, Problem{Place: f.Span.String(), Message: f.Message, Hint: f.Hint, Rule: f.Rule, Line: f.Span.Start.Line})
		}
	}
	return list
}

// brokenSource is how many bytes of a file that cannot be read its page shows.
const brokenSource = 64 << 10

func brokenPages(b *Builder) []Page {
	var pages []Page
	for _, e := range b.View.Entries() {
		if !e.Broken {
			continue
		}
		path := IncidentPath(e.ID)
		pages = append(pages, Page{Path: path, Template: "broken", Data: func() any {
			return &Broken{
				Head: b.head(path, e.Title, "incidents"), File: e.Origin.Path, Problems: problems(e),
				Source: sourceLines(e), EditURL: b.editURL(e),
			}
		}})
	}
	return pages
}

func sourceLines(e *collection.Entry) []SourceLine {
	bad := map[int]bool{}
	for _, p := range problems(e) {
		bad[p.Line] = true
	}
	text := strings.ToValidUTF8(string(e.Text.Bytes[:min(len(e.Text.Bytes), brokenSource)]), "\uFFFD")
	var lines []SourceLine
	for line := range strings.Lines(text) {
		n := len(lines) + 1
		lines = append(lines, SourceLine{Number: n, Text: strings.TrimRight(line, "\r\n"), Bad: bad[n]})
	}
	return lines
}

// Redirect is the data of a page that leads on from an old id.
type Redirect struct {
	*Head
	Target Link
}

func redirectPages(b *Builder) []Page {
	var pages []Page
	for _, e := range b.View.Entries() {
		for _, alias := range e.Aliases {
			path := IncidentPath(strings.ToLower(alias))
			pages = append(pages, Page{Path: path, Template: "redirect", Data: func() any {
				return &Redirect{Head: b.head(path, e.Title, "incidents"), Target: Link{Name: e.Title, Path: IncidentPath(e.ID)}}
			}})
		}
	}
	return pages
}

// NotFound is the data of the page for addresses that lead nowhere.
type NotFound struct{ *Head }

func notFoundPages(b *Builder) []Page {
	path := "404.html"
	return []Page{{Path: path, Template: "notfound", Data: func() any {
		h := b.head(path, "Nothing here", "")
		h.Anywhere = true
		return &NotFound{Head: h}
	}}}
}
