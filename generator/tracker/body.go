package tracker

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// GitHub's limits, in characters.
const (
	maxTitle = 256
	maxBody  = 65536
	maxLabel = 50
)

// Bounds of what stands within a line, so that all of it together leaves room
// for the description.
const (
	maxWords   = 500
	maxLinks   = 10
	maxAddress = 1000
)

// templateFile is the text of an issue, for people to edit.
const templateFile = "issue/body.md"

// Body writes the part of an issue that is ours.
type Body struct {
	template *template.Template
	probe    string // hash of what becomes of a sample, so that another template or program is another source
}

// ParseBody reads issue/body.md and tries it out.
func ParseBody(files fs.FS) (*Body, error) {
	text, err := fs.ReadFile(files, templateFile)
	if err != nil {
		return nil, fmt.Errorf("read the text of issues: %w", err)
	}
	t, err := template.New(templateFile).Option("missingkey=error").Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("read the text of issues: %w", err)
	}
	b := &Body{template: t}
	if _, err := b.execute(words{}); err != nil {
		return nil, err
	}
	probe, _, err := b.visible(&sample, "", incident.Restricted, deadener{"host.example"}, maxBody)
	b.probe = hash(probe)
	return b, err
}

// sample has something in every field, for Body.probe.
var sample = Item{
	Description: "# A\n\n- [ ] @b #1 `c` <d>\n\n| e |\n| - |\n| [f](https://host.example/g/h/issues/1) |\n\n```\ni\n```\n", Decision: incident.Parked, Reason: "j *k*",
	Level: "l", Kind: "m", Size: "n", Audience: []incident.Audience{"o"}, Priority: "p", Owner: "q", Due: time.Unix(1, 0).UTC(), Factors: []string{"r"},
	Services: []string{"s"}, DependsOn: []Reference{{Title: "t", URL: "https://u.example/"}}, Upstream: "https://v.example/", IncidentTitle: "w", IncidentURL: "https://x.example/",
	ImpactSummary: "y", Severity: "z", Date: time.Unix(2, 0).UTC(), Recurrences: []Reference{{Title: "aa"}}, URL: "https://bb.example/", SourcePath: "cc.md",
}

// source stands for everything that the section of an item is made of. While it
// is the one that was last applied, the section need not be written to know
// that it is the same, which is most of the work of a plan.
func (b *Body) source(it *Item, audience incident.Visibility, d deadener) string {
	from := *it
	from.Key.Remediation, from.Formerly, from.Title, from.SourceLine = "", nil, "", 0 // not shown
	from.Repo, from.OwnerLogin, from.IssueNumber, from.OptOut = "", "", 0, false
	all := sha256.New()
	encoder := json.NewEncoder(all)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(struct {
		Item     *Item
		Audience incident.Visibility
		Host     string
		Probe    string
	}{&from, audience, d.host, b.probe})
	if err != nil {
		return "" // a year that JSON cannot write: the section will be compared
	}
	return hex.EncodeToString(all.Sum(nil)[:8])
}

// words are what the template shows. All of them are dead.
type words struct {
	Parent                                 bool // the issue stands for the incident
	Note, Description                      string
	Cut                                    bool
	URL                                    string
	Incident, Severity, Date, Impact       string
	Recurrences                            []string
	Decision, Reason, Priority, Due        string
	Owner, Level, Kind, Size, Audience     string
	Services, Factors, DependsOn, Upstream string
	Source                                 string
}

func (b *Body) execute(w words) (string, error) {
	var text bytes.Buffer
	if err := b.template.Execute(&text, w); err != nil {
		return "", fmt.Errorf("write the text of an issue: %w", err)
	}
	return strings.Trim(text.String(), "\n"), nil
}

// visible writes the section of an item for an audience, with at most room
// characters. What is too long is the description, which is cut.
func (b *Body) visible(it *Item, note string, audience incident.Visibility, d deadener, room int) (text string, whole bool, err error) {
	w := describe(it, note, audience, d)
	description := strings.TrimSpace(withoutComments(forAudience(it.Description, audience)))
	keep := min(utf8.RuneCountInString(description), room)
	for {
		part := cut(description, keep)
		w.Description, w.Cut = d.markdown(part), len(part) < len(description)
		visible, err := b.execute(w)
		if err != nil {
			return "", false, err
		}
		over := utf8.RuneCountInString(visible) - room
		if over <= 0 {
			return visible, !w.Cut, nil
		}
		if keep == 0 {
			return "", false, fmt.Errorf("not enough room: %d characters too many", over)
		}
		keep = max(0, keep-max(over, keep/16))
	}
}

// forAudience drops the internal parts of a Markdown text where the audience
// may not see them.
func forAudience(text string, audience incident.Visibility) string {
	if incident.Internal.For(audience) {
		return text
	}
	return withoutInternal(text)
}

// describe makes an item's fields dead.
func describe(it *Item, note string, audience incident.Visibility, d deadener) words {
	word := func(s string) string { return d.inline(cut(s, maxWords)) }
	phrase := func(s string) string { return d.phrase(cut(forAudience(s, audience), maxWords)) }
	w := words{
		Parent: it.Parent, Note: word(note), Incident: d.link(cut(it.IncidentTitle, maxWords), it.IncidentURL), Severity: word(it.Severity), Date: day(it.Date),
		Impact: phrase(it.ImpactSummary), Decision: decisionWords(it), Reason: phrase(it.Reason), Priority: word(string(it.Priority)),
		Due: day(it.Due), Owner: word(it.Owner), Level: word(string(it.Level)), Kind: word(string(it.Kind)), Size: word(string(it.Size)),
		Services: word(strings.Join(it.Services, ", ")), Factors: word(strings.Join(it.Factors, ", ")),
		Recurrences: links(it.Recurrences, audience, d), DependsOn: strings.Join(links(it.DependsOn, audience, d), ", "),
	}
	if it.SourcePath != "" {
		w.Source = "`" + strings.Map(plainPath, cut(it.SourcePath, maxWords)) + "`"
	}
	if it.IncidentTitle == "" {
		w.Incident = word(it.Key.Incident)
	}
	if isAddress(it.URL) {
		w.URL = "<" + d.address(it.URL) + ">"
	}
	if isAddress(it.Upstream) {
		w.Upstream = d.link(strings.TrimPrefix(strings.TrimPrefix(it.Upstream, "https://"), "http://"), it.Upstream)
	}
	var audiences []string
	for _, a := range it.Audience {
		audiences = append(audiences, string(a))
	}
	w.Audience = word(strings.Join(audiences, ", "))
	return w
}

func decisionWords(it *Item) string {
	switch it.Decision {
	case incident.Accepted, incident.Parked, incident.Declined:
		return string(it.Decision)
	}
	return "proposed, not decided yet"
}

// links lists what an audience may know of.
func links(refs []Reference, audience incident.Visibility, d deadener) []string {
	var list []string
	for _, r := range refs {
		switch {
		case !r.Visibility.For(audience) || len(list) == maxLinks:
		case r.Issue != "": // ours, so that it may be alive: GitHub shows its state
			list = append(list, r.Issue+" "+d.inline(cut(r.Title, 200)))
		default:
			list = append(list, d.link(cut(r.Title, 200), r.URL))
		}
	}
	return list
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// plainPath keeps a path from ending the code span that it stands in.
func plainPath(r rune) rune {
	if r == '`' || r == '|' || unicode.IsControl(r) || turns(r) {
		return '?'
	}
	return r
}

// titleOf is the issue's title: one line, dead, at most 256 characters.
func titleOf(it *Item, d deadener) string {
	plain := strings.Join(strings.Fields(clean(it.Title)), " ")
	if plain == "" {
		plain = it.Key.Remediation
	}
	for keep := maxTitle; keep > 0; {
		part := cut(plain, keep)
		if len(part) < len(plain) {
			part = strings.TrimRight(cut(plain, keep-1), " ") + "…"
		}
		title := d.title(part)
		over := utf8.RuneCountInString(title) - maxTitle
		if over <= 0 {
			return title
		}
		keep -= max(1, over/4)
	}
	return it.Key.Remediation
}

// cut keeps at most n characters and never parts a letter from its marks, or
// an emoji that is made of several.
func cut(text string, n int) string {
	if len(text) <= n || utf8.RuneCountInString(text) <= n {
		return text
	}
	end := 0
	for range n {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	for end > 0 {
		next, _ := utf8.DecodeRuneInString(text[end:])
		last, size := utf8.DecodeLastRuneInString(text[:end])
		if last != '\u200d' && next != '\u200d' && !unicode.Is(unicode.M, next) && !(0x1F3FB <= next && next <= 0x1F3FF) {
			break
		}
		end -= size
	}
	return text[:end]
}
