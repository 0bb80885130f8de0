package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/change"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/source"
)

// History is what git tells of an incident's file.
type History struct {
	Created, Changed When
	Contributors     []string
	Changes          []Change
	More             int    // changes that are not listed
	Why              string // why nothing is known; "" if something is
}

// Change is one commit that touched the file.
type Change struct {
	When           When
	Author         string
	Subject        string
	Commit, URL    string   // abbreviated hash; address on the web, "" if unknown
	FormerlyCalled string   // the file's path then, where it was another
	What           []string // what it changed, in words
}

// historyLength is how many commits a page lists.
const historyLength = 20

func (b *Builder) history(e *collection.Entry) *History {
	if b.Site.HistoryWhy != "" {
		return &History{Why: asSentence(b.Site.HistoryWhy)}
	}
	if e.History == nil {
		return &History{Why: "This file is not in git yet."}
	}
	h := &History{Created: day(e.History.Created.When), Changed: day(e.History.LastChanged.When)}
	for _, c := range e.History.Contributors {
		h.Contributors = append(h.Contributors, c.Name)
	}
	commits := e.History.Commits
	v := &versions{b, map[source.Version]*change.Version{}}
	h.More = max(0, len(commits)-historyLength)
	for _, c := range commits[:min(len(commits), historyLength)] {
		told := Change{When: day(c.When), Author: c.AuthorName, Subject: c.Subject, Commit: c.Hash[:min(len(c.Hash), 8)]}
		if b.Site.CommitURL != "" {
			told.URL = b.Site.CommitURL + c.Hash
		}
		if b.View.Audience() == incident.Public {
			told.Subject = "Changed" // a message may tell of other files of its commit
		} else if c.Path != e.Origin.Path {
			told.FormerlyCalled = c.Path
		}
		told.What = v.whatChanged(c)
		h.Changes = append(h.Changes, told)
	}
	return h
}

// versions reads the versions of one file, each once: what one commit made of
// it is what the next one changes.
type versions struct {
	b     *Builder
	known map[source.Version]*change.Version // nil for one that is not to be told of
}

// whatChanged says in words what a commit did to the file. On the public wiki
// it says nothing, since what was taken out of a file was taken out for a
// reason; elsewhere nothing of a version that its readers could not have read.
func (v *versions) whatChanged(c source.Change) []string {
	if v.b.Content == nil || v.b.View.Audience() == incident.Public {
		return nil
	}
	now, before := c.Versions()
	a, b := v.read(before), v.read(now)
	if a == nil || b == nil {
		return nil
	}
	return change.Between(a, b)
}

func (v *versions) read(name source.Version) *change.Version {
	if known, ok := v.known[name]; ok {
		return known
	}
	var read *change.Version
	if content, ok := v.b.Content(name); ok {
		if read = change.Read(content); !v.b.couldRead(read) {
			read = nil
		}
	}
	v.known[name] = read
	return read
}

func (b *Builder) couldRead(version *change.Version) bool {
	for _, ours := range b.View.Config().Fields {
		if ours == "visibility" {
			return false // under another name, which the words do not know
		}
	}
	word, ok := version.Visibility()
	visibility := incident.Visibility(word)
	return ok && (word == "" || slices.Contains(visibility.Words(), word)) && visibility.For(b.View.Audience())
}

// asSentence gives a reason a capital and a full stop.
func asSentence(reason string) string {
	first, size := utf8.DecodeRuneInString(reason)
	return strings.TrimSuffix(string(unicode.ToUpper(first))+reason[size:], ".") + "."
}
