package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
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
	Commit, URL    string // abbreviated hash; address on the web, "" if unknown
	FormerlyCalled string // the file's path then, where it was another
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
	h.More = max(0, len(commits)-historyLength)
	for _, c := range commits[:min(len(commits), historyLength)] {
		change := Change{When: day(c.When), Author: c.AuthorName, Subject: c.Subject, Commit: c.Hash[:min(len(c.Hash), 8)]}
		if b.Site.CommitURL != "" {
			change.URL = b.Site.CommitURL + c.Hash
		}
		if b.View.Audience() == incident.Public {
			change.Subject = "Changed" // a message may tell of other files of its commit
		} else if c.Path != e.Origin.Path {
			change.FormerlyCalled = c.Path
		}
		h.Changes = append(h.Changes, change)
	}
	return h
}

// asSentence gives a reason a capital and a full stop.
func asSentence(reason string) string {
	first, size := utf8.DecodeRuneInString(reason)
	return strings.TrimSuffix(string(unicode.ToUpper(first))+reason[size:], ".") + "."
}
