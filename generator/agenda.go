package generator

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/feed"
	"github.com/retrowiki/retrowiki/generator/markdown"
	"github.com/retrowiki/retrowiki/templates"
)

// AgendaFormats lists what an agenda can be written as.
var AgendaFormats = []string{"markdown", "mail", "ics", "html"}

// Agenda writes the agenda of an incident's retrospective. Now is the stamp of
// a calendar where no commit gives one.
func Agenda(w *Wiki, e *collection.Entry, o agenda.Options, format string, now time.Time) ([]byte, error) {
	set, err := w.agendas()
	if err != nil {
		return nil, err
	}
	a := set.Make(w.View, e, Similar(w), o)
	switch format {
	case "ics":
		if at := w.Snapshot.CommittedAt; !at.IsZero() && !w.Snapshot.Dirty {
			now = at
		}
		c, err := set.Calendar(w.View, a, now)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err = feed.WriteCalendar(&out, c)
		return out.Bytes(), err
	case "mail":
		text, err := set.Mail(a)
		return []byte(text), err
	case "html":
		text, err := set.Markdown(a)
		return standalone(a.Title, text), err
	}
	text, err := set.Markdown(a)
	return []byte(text), err
}

// FollowUp writes the summary that goes out after the meeting, as a mail.
func FollowUp(w *Wiki, e *collection.Entry) ([]byte, error) {
	set, err := w.agendas()
	if err != nil {
		return nil, err
	}
	text, err := set.FollowUp(agenda.MakeFollowUp(w.View, e))
	return []byte(text), err
}

// agendas are the words of agendas, with those of the team.
func (w *Wiki) agendas() (*agenda.Set, error) { return agenda.Parse(templates.FS, w.agendaWords) }

// standalone is Markdown as a page that needs nothing beside it.
func standalone(title, text string) []byte {
	_, text, _ = strings.Cut(text, "\n") // the title: on a page of the wiki the first heading is not the text's
	doc, _ := markdown.ParseFragment(diag.Span{}, text, markdown.Options{})
	return fmt.Appendf(nil, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Retrospective: %s</title>
<style>
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; color: #1a1a1a; background: #fff; }
h1, h2 { line-height: 1.2; break-after: avoid; }
li, tr { break-inside: avoid; }
table { border-collapse: collapse; }
.anchor { display: none; }
th, td { padding: 0.3rem 0.6rem; border-top: 1px solid #ccc; text-align: left; vertical-align: top; }
</style>
</head>
<body>
<h1>Retrospective: %s</h1>
%s
</body>
</html>
`, html.EscapeString(title), html.EscapeString(title), doc.Render(nil))
}
