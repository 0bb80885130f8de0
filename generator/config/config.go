// Package config reads retrowiki.yaml, once, into a Config in which every
// default is filled in. A repository without the file gets the same Config as
// one with an empty file.
package config

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/fields"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// Name is the file's usual name.
const Name = "retrowiki.yaml"

// Config is a wiki's settings.
type Config struct {
	Title       string            `field:"title" doc:"The wiki's name"`
	Description string            `field:"description" doc:"A sentence for the front page"`
	BaseURL     string            `field:"base_url" doc:"Where the wiki is published; feeds and issues need it" example:"https://acme.github.io/retros/"`
	Timezone    string            `field:"timezone" doc:"The zone of times that give no offset" example:"UTC"`
	Incidents   []string          `field:"incidents" doc:"Globs of the files that are incidents"`
	Patterns    []string          `field:"patterns" doc:"Globs of the files that say what is known of a kind of failure"`
	Severities  []Severity        `field:"severities" doc:"The scale, the worst first"`
	Fields      map[string]string `field:"fields" doc:"Other names for fields: theirs to ours"`
	Adopt       Adopt             `field:"adopt" doc:"Whether facts are read from the text of files that lack the format's fields: auto, never, or always (of every file)"`
	Taxonomies  []string          `field:"taxonomies" doc:"Fields of your own that get pages"`
	People      map[string]Person `field:"people" doc:"Who is meant by a name"`
	GitHub      GitHub            `field:"github" doc:"Where remediations become issues"`
	Edit        Edit              `field:"edit" doc:"Where 'Edit this page' leads"`
	Theme       Theme             `field:"theme" doc:"The look"`
	Lint        Lint              `field:"lint" doc:"What check makes of its findings"`

	Zone *time.Location // Timezone, loaded
}

// Adopt says of which files the text is asked for what the frontmatter lacks.
type Adopt string

// The words of Adopt.
const (
	AdoptAuto   Adopt = "auto" // of files without frontmatter, or with that of another tool
	AdoptAlways Adopt = "always"
	AdoptNever  Adopt = "never"
)

// Words lists the values of Adopt.
func (Adopt) Words() []string { return []string{"auto", "always", "never"} }

// Severity is one step of the scale.
type Severity struct {
	ID          string `field:"id,shorthand" doc:"As incidents write it" example:"SEV1"`
	Name        string `field:"name" doc:"In words"`
	Description string `field:"description" doc:"When it applies"`
}

// Person is somebody whom incidents name.
type Person struct {
	Name   string `field:"name,shorthand" doc:"In full"`
	GitHub string `field:"github" doc:"Login on GitHub; issues are assigned to it"`
	Email  string `field:"email" doc:"Address in git; joins commits to the person"`
	Team   string `field:"team" doc:"Team"`
}

// GitHub says how remediations become issues.
type GitHub struct {
	Repo          string   `field:"repo" doc:"owner/name of the repository that issues are opened in" example:"acme/retros"`
	Namespace     string   `field:"namespace" doc:"Marks the wiki's issues as its own; never change it once issues exist"`
	Labels        []string `field:"labels" doc:"Labels of every issue; default remediation"`
	LabelsFor     []string `field:"labels_for" doc:"What else becomes a label, such as \"size: L\": level, size, kind, priority, service, audience" example:"[level, service]"`
	Milestone     string   `field:"milestone" doc:"Title of the milestone that open issues are filed under; made if there is none" example:"Reliability"`
	Parents       bool     `field:"parents" doc:"Open one issue for each incident too, of which those of its remediations are sub-issues"`
	Visibility    string   `field:"visibility" doc:"The widest visibility that reaches a public repository: public, or internal to allow it"`
	OnRemoved     string   `field:"on_removed" doc:"What happens to the issue of a removed remediation: report or close"`
	MaxChanges    int      `field:"max_changes" doc:"Issues opened or closed in one run before a flag is wanted; default 50"`
	SkipUndecided bool     `field:"skip_undecided" doc:"Open issues only for accepted remediations"`
}

// LabelFields are the values of github.labels_for.
var LabelFields = []string{"level", "size", "kind", "priority", "service", "audience"}

// Edit says where sources are edited on the web.
type Edit struct {
	URL    string `field:"url" doc:"Address of the source folder in an editor; default from the git remote" example:"https://github.com/acme/retros/edit/main/"`
	Branch string `field:"branch" doc:"Branch to edit; default main"`
}

// Theme is what a team may set of the look.
type Theme struct {
	Accent string `field:"accent" doc:"A colour, as #rrggbb"`
	Logo   string `field:"logo" doc:"Path of an image in the repository"`
}

var defaultSeverities = []Severity{
	{ID: "SEV1", Name: "Critical"}, {ID: "SEV2", Name: "Major"}, {ID: "SEV3", Name: "Moderate"},
	{ID: "SEV4", Name: "Minor"}, {ID: "SEV5", Name: "Near miss"},
}

// Lint says how much each rule weighs.
type Lint struct {
	Rules map[string]Level `field:"rules" doc:"Severity of a rule, or of a family such as link/*: off, advice, warning or error"`

	Places map[string]diag.Span // where the name of each of Rules stands
}

// Level is a severity, or Off.
type Level string

// Off is the level of a rule whose findings are not wanted.
const Off Level = "off"

// Words are the levels there are.
func (Level) Words() []string { return []string{string(Off), "advice", "warning", "error"} }

// Parse reads the file's content; nil content gives the defaults. The Config
// is usable whatever the findings say.
func Parse(file string, content []byte) (*Config, diag.List) {
	c := &Config{}
	d := fields.Decoder{}
	var findings diag.List
	if content != nil {
		root, found := frontmatter.ParseYAML(diag.NewText(file, content))
		findings = found
		if root != nil && root.Kind == frontmatter.Mapping {
			d.Decode(root, c)
			c.Lint.Places = places(root.Get("lint").Get("rules"))
		}
	}
	for i, f := range d.Findings {
		d.Findings[i].Rule = "config/" + path.Base(f.Rule)
	}
	findings = append(findings, d.Findings...)
	findings = append(findings, c.complete(file, d.Spans)...)
	return c, findings
}

// places tells where the keys of a mapping stand.
func places(n *frontmatter.Node) map[string]diag.Span {
	if n == nil {
		return nil
	}
	spans := map[string]diag.Span{}
	for _, pair := range n.Pairs {
		spans[pair.Key.Text] = pair.Key.Span
	}
	return spans
}

// complete fills in defaults and checks what types cannot.
func (c *Config) complete(file string, spans map[string]diag.Span) diag.List {
	var findings diag.List
	bad := func(field, hint, format string, args ...any) {
		span, ok := spans[field]
		if !ok {
			span = diag.Span{File: file}
		}
		findings = append(findings, diag.Diagnostic{Rule: "config/bad-value", Severity: diag.Error, Span: span,
			Message: fmt.Sprintf(format, args...), Hint: hint})
	}
	c.Title = cmp.Or(c.Title, "Retrospectives")
	c.Timezone = cmp.Or(c.Timezone, "UTC")
	c.Adopt = cmp.Or(c.Adopt, AdoptAuto)
	c.GitHub.OnRemoved = cmp.Or(c.GitHub.OnRemoved, "report")
	c.GitHub.Visibility = cmp.Or(c.GitHub.Visibility, "public")
	c.GitHub.MaxChanges = cmp.Or(c.GitHub.MaxChanges, 50)
	if c.Incidents == nil {
		c.Incidents = []string{"incidents/**/*.md"}
	}
	if c.Patterns == nil {
		c.Patterns = []string{"patterns/*.md"}
	}
	if len(c.Severities) == 0 {
		c.Severities = defaultSeverities
	}
	if c.GitHub.Labels == nil {
		c.GitHub.Labels = []string{"remediation"}
	}
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil || c.Timezone == "Local" {
		bad("timezone", "write a name such as Europe/Berlin, or UTC", "timezone %q is not known", c.Timezone)
		zone = time.UTC
	}
	c.Zone = zone
	if u, err := url.Parse(c.BaseURL); c.BaseURL != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http")) {
		bad("base_url", "write an address such as https://acme.github.io/retros/", "base_url %q is not an http or https address", c.BaseURL)
		c.BaseURL = ""
	}
	if c.BaseURL != "" && !strings.HasSuffix(c.BaseURL, "/") {
		c.BaseURL += "/"
	}
	if c.GitHub.Repo != "" && !repoName.MatchString(c.GitHub.Repo) {
		bad("github.repo", "write owner/name", "github.repo %q is not owner/name", c.GitHub.Repo)
		c.GitHub.Repo = ""
	}
	c.GitHub.Namespace = cmp.Or(c.GitHub.Namespace, "retrowiki")
	if !namespace.MatchString(c.GitHub.Namespace) {
		bad("github.namespace", "use letters, digits, dots, hyphens and underscores", "github.namespace %q has other characters", c.GitHub.Namespace)
		c.GitHub.Namespace = "retrowiki"
	}
	if c.GitHub.MaxChanges < 0 {
		bad("github.max_changes", "write how many issues one run may open or close", "github.max_changes is %d", c.GitHub.MaxChanges)
		c.GitHub.MaxChanges = 50
	}
	if !slices.Contains([]string{"report", "close"}, c.GitHub.OnRemoved) {
		bad("github.on_removed", "write report or close", "github.on_removed has no value %q", c.GitHub.OnRemoved)
		c.GitHub.OnRemoved = "report"
	}
	for _, name := range c.GitHub.LabelsFor {
		if !slices.Contains(LabelFields, name) {
			bad("github.labels_for", "write some of "+strings.Join(LabelFields, ", "), "github.labels_for has no value %q", name)
		}
	}
	c.GitHub.LabelsFor = slices.DeleteFunc(c.GitHub.LabelsFor, func(name string) bool { return !slices.Contains(LabelFields, name) })
	if !slices.Contains([]string{"public", "internal"}, c.GitHub.Visibility) {
		bad("github.visibility", "write public or internal", "github.visibility has no value %q", c.GitHub.Visibility)
		c.GitHub.Visibility = "public"
	}
	if c.Theme.Accent != "" && !colour.MatchString(c.Theme.Accent) {
		bad("theme.accent", "write a colour as #rrggbb", "theme.accent %q is not a colour", c.Theme.Accent)
		c.Theme.Accent = ""
	}
	for i, t := range c.Taxonomies {
		if !taxonomy.MatchString(t) || slices.Contains(Reserved, t) {
			bad(fmt.Sprintf("taxonomies[%d]", i), "use a lower-case word that no folder of the wiki has yet", "taxonomy %q cannot be used", t)
		}
	}
	c.Taxonomies = slices.DeleteFunc(slices.Clone(c.Taxonomies), func(t string) bool {
		return !taxonomy.MatchString(t) || slices.Contains(Reserved, t)
	})
	return findings
}

// Reserved are the folders of the output that no taxonomy may take.
var Reserved = []string{
	"incidents", "services", "factors", "tags", "severities", "teams", "people",
	"remediations", "insights", "search", "api", "assets", "patterns",
}

var (
	repoName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$`)
	namespace = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	colour    = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	taxonomy  = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
)

// SeverityRank is the step of a severity on the scale, 0 the worst; -1 if the
// scale lacks it.
func (c *Config) SeverityRank(id string) int {
	return slices.IndexFunc(c.Severities, func(s Severity) bool { return strings.EqualFold(s.ID, id) })
}
