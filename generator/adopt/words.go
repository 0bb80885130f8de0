package adopt

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// blank knows what a template holds before anybody fills it in.
func blank(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	if placeholder.MatchString(text) {
		return true
	}
	text = strings.Trim(text, " .…-–—_*<>[]()\t")
	switch text {
	case "", "tbd", "tba", "todo", "n/a", "na", "none", "unknown", "yyyy-mm-dd", "date", "author", "authors", "name", "names", "x", "xx", "nil", "null":
		return true
	}
	return strings.HasPrefix(text, "{{") || strings.HasPrefix(text, "todo:")
}

func readLine(r *reading, path string, c candidate) { r.set(path, scalar(c.value.Text, c.value.Span)) }

// placeholder is a value that is one word or more in brackets, as templates
// have it.
var placeholder = regexp.MustCompile(`^(\[[^\[\]]*\]|<[^<>]*>|\([^()]*\)|\{+[^{}]*\}+)$`)

// readProse takes the Markdown as it is written.
func readProse(r *reading, path string, c candidate) {
	r.set(path, scalar(c.value.Source+c.tail, c.value.Span))
}

func readCount(r *reading, path string, c candidate) {
	if c.section && len(c.value.Text) > 80 {
		return
	}
	r.set(path, scalar(c.value.Text, c.value.Span))
}

var (
	levelForm = regexp.MustCompile(`(?i)^(?:sev(?:erity)?|prio(?:rity)?|level|tier|p|s)?[\s\-_.#:]*(\d)\b`)
	lastDigit = regexp.MustCompile(`^[A-Za-z]*[-_ ]?(\d)$`)
)

// readSeverity finds the step of the wiki's scale that is meant: by its name,
// or by the number that its id ends with.
func readSeverity(r *reading, path string, c candidate) {
	if step := r.severity(c.value.Text); step != "" {
		r.set(path, scalar(step, c.value.Span))
		return
	}
	if c.section && len(c.value.Text) > longestLabel {
		return
	}
	var scale []string
	for _, s := range r.Config.Severities {
		scale = append(scale, s.ID)
	}
	r.unsure(c.value.Span, "write `severity:` into the frontmatter, one of: "+strings.Join(scale, ", "),
		"%q is not a step of the wiki's scale, so severity is left open", shorten(c.value.Text))
}

func (r *reading) severity(text string) string {
	first, _, _ := strings.Cut(text, "(")
	for _, word := range []string{text, first, cutAt(first, " - "), cutAt(first, " – "), cutAt(first, ",")} {
		word = strings.TrimSpace(word)
		for _, s := range r.Config.Severities {
			if strings.EqualFold(s.ID, word) || s.Name != "" && strings.EqualFold(s.Name, word) {
				return s.ID
			}
		}
	}
	m := levelForm.FindStringSubmatch(strings.TrimSpace(first))
	if m == nil || strings.ContainsAny(first, "/|") { // a template's choices
		return ""
	}
	found := ""
	for _, s := range r.Config.Severities {
		if d := lastDigit.FindStringSubmatch(s.ID); d != nil && d[1] == m[1] {
			if found != "" {
				return ""
			}
			found = s.ID
		}
	}
	return found
}

func cutAt(text, mark string) string {
	before, _, _ := strings.Cut(text, mark)
	return before
}

// statuses are how people say how far a document has come. Resolved and
// closed are not here: they tell it of the incident.
var statuses = map[string]string{
	"draft": "draft", "wip": "draft", "work in progress": "draft", "in progress": "draft", "in draft": "draft",
	"in review": "in_review", "under review": "in_review", "ready for review": "in_review", "review": "in_review", "in_review": "in_review",
	"reviewed": "reviewed", "approved": "reviewed",
	"published": "published", "final": "published", "complete": "published", "completed": "published", "done": "published", "finished": "published",
	"not required": "not_required", "not_required": "not_required",
}

func readStatus(r *reading, path string, c candidate) {
	word := strings.ToLower(c.value.Text)
	for _, mark := range []string{",", ";", "(", " - ", " – "} {
		word = cutAt(word, mark)
	}
	if status := statuses[strings.Trim(word, " .")]; status != "" {
		r.set(path, scalar(status, c.value.Span))
		return
	}
	r.unsure(c.value.Span, "write `status:` into the frontmatter, one of: draft, in_review, reviewed, published, not_required",
		"%q does not tell how far the retrospective has come, so status is left open", shorten(c.value.Text))
}

// readVisibility only ever narrows who may read: what widens it is to be
// written where it is looked for.
func readVisibility(r *reading, path string, c candidate) {
	word := strings.ToLower(strings.Trim(c.value.Text, " ."))
	switch {
	case diag.Nearest(word, []string{"restricted", "confidential", "private", "secret"}) != "":
		r.set(path, scalar("restricted", c.value.Span))
	case word == "internal":
		r.set(path, scalar("internal", c.value.Span))
	default:
		r.unsure(c.value.Span, "write `visibility: public` into the frontmatter if that is meant", "%q in the text does not make the incident public", shorten(c.value.Text))
	}
}

// longestName is how many characters a service or a person has; more is prose.
const longestName = 60

// readServices takes a list of short names.
func readServices(r *reading, path string, c candidate) {
	names, ok := parts(c)
	if !ok {
		if !c.section {
			r.unsure(c.value.Span, "write `"+path+": [one, another]` into the frontmatter", "%q is not read as a list of names, so %s is left open", shorten(c.value.Text), path)
		}
		return
	}
	var slugs []string
	for _, n := range names {
		slugs = append(slugs, strings.Trim(n, "`"))
	}
	r.set(path, list(slugs, c.value.Span))
}

var (
	address = regexp.MustCompile(`\s*<[^>]*@[^>]*>|\s*\([^)]*\)|\s+\S+@\S+\.\w+`)
	comma   = regexp.MustCompile(`\s*[,;]\s*(?:and\s+|&\s+)?|\s+and\s+|\s+&\s+`)
)

func readPeople(r *reading, path string, c candidate) {
	c.value.Text = address.ReplaceAllString(c.value.Text, "")
	for i := range c.more {
		c.more[i] = address.ReplaceAllString(c.more[i], "")
	}
	names, ok := parts(c)
	if !ok {
		if !c.section {
			r.unsure(c.value.Span, "write the names into the frontmatter, under roles or participants", "%q is not read as names, so %s is left open", shorten(c.value.Text), path)
		}
		return
	}
	for i, n := range names {
		names[i] = strings.TrimPrefix(n, "@")
	}
	r.set(path, list(names, c.value.Span))
}

// parts makes a list of "a, b and c"; ok is false if it looks like a sentence.
func parts(c candidate) (names []string, ok bool) {
	texts := c.more
	if len(texts) == 0 {
		texts = []string{c.value.Text}
	}
	seen := map[string]bool{}
	for _, text := range texts {
		for _, name := range comma.Split(text, 200) {
			name = strings.TrimRight(strings.TrimSpace(name), ".")
			if blank(name) || seen[name] {
				continue
			}
			if len([]rune(name)) > longestName || strings.Count(name, " ") > 4 {
				return nil, false
			}
			seen[name] = true
			names = append(names, name)
		}
	}
	return names, len(names) > 0
}

// detectors are who noticed, in the words that people use.
var detectors = map[string]string{
	"monitor": "monitor", "monitoring": "monitor", "alert": "monitor", "alerts": "monitor", "alerting": "monitor", "alarm": "monitor", "pager": "monitor", "automated": "monitor",
	"customer": "customer", "customers": "customer", "customer report": "customer", "customer reports": "customer", "user": "customer", "users": "customer", "user report": "customer", "user reports": "customer",
	"staff": "staff", "employee": "staff", "engineer": "staff", "internal": "staff", "third party": "third_party", "vendor": "third_party",
}

func readDetector(r *reading, path string, c candidate) {
	if who := detectors[normal(c.value.Text)]; who != "" {
		r.set(path, scalar(who, c.value.Span))
		return
	}
	r.unsure(c.value.Span, "write `detected_by:` into the frontmatter, one of: monitor, customer, staff, third_party",
		"%q is not read as who noticed first", shorten(c.value.Text))
}

// readLinks keeps an address that a header line gives.
func readLinks(r *reading, path string, c candidate) {
	links := c.value.Links
	if len(links) == 0 && (strings.HasPrefix(c.value.Text, "https://") || strings.HasPrefix(c.value.Text, "http://")) {
		links = strings.Fields(c.value.Text)[:1]
	}
	if len(links) == 0 {
		return
	}
	all := &frontmatter.Node{Kind: frontmatter.Sequence, Span: c.value.Span}
	for _, l := range links {
		all.Items = append(all.Items, &frontmatter.Node{Kind: frontmatter.Mapping, Span: c.value.Span, Pairs: []frontmatter.Pair{
			pair("title", scalar(strings.TrimSuffix(c.written, ":"), c.value.Span)), pair("url", scalar(l, c.value.Span)),
		}})
	}
	r.set(path, all)
}

// name makes an id of a remediation that no other of the file has.
func name(title string, taken map[string]bool) string {
	base := slug.Make(title)
	if len(base) > longestName {
		base = base[:longestName]
		if i := strings.LastIndexByte(base, '-'); i > longestName/2 {
			base = base[:i]
		}
		base = strings.TrimRight(base, "-._")
	}
	id := base
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	taken[id] = true
	return id
}
