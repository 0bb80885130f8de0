package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/internal/slug"
)

// Incident is what a new incident's file is made from. What is empty is left
// as the template has it.
type Incident struct {
	Title string
	Date  time.Time
	// Template is the team's own retrospective template, nil for the built-in.
	Template []byte
	// Scale are the wiki's severities; the built-in template lists them.
	Scale      []string
	Severity   string
	Visibility string
	// Lists are the values to add to fields that hold lists.
	Lists []List
	// Undone tells of an earlier incident under "Have we seen this before?".
	Undone *Undone
	// Fields are other names for fields, theirs to ours.
	Fields map[string]string
}

// List is a field and what to add to it.
type List struct {
	Field  string
	Values []string
}

// Undone is an earlier incident and which of its remediations are not done.
type Undone struct {
	ID, Title    string
	Remediations []string
}

// ID is the id of the new incident.
func (i Incident) ID() string { return i.Date.Format("2006-01-02") + "-" + slug.Make(i.Title) }

// New writes the file of a new incident to name, slash-separated below root.
// It fails if the incident's file exists, or its folder. kept says what of the
// template could not be filled in.
func New(root, name string, templates fs.FS, i Incident) (kept diag.List, err error) {
	for _, other := range others(name) {
		if _, err := os.Lstat(filepath.Join(root, filepath.FromSlash(other))); err == nil {
			return nil, fmt.Errorf("%s exists already: choose another title, or edit that file", other)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	content := i.Template
	if content == nil {
		if content, err = fs.ReadFile(templates, "scaffold/retrospective.md"); err != nil {
			return nil, err
		}
		content = withScale(content, i.Scale)
	}
	content, kept, err = i.fill(withSchema(content, root, name))
	if err != nil {
		return nil, err
	}
	return kept, output.WriteFile(filepath.Join(root, filepath.FromSlash(name)), content)
}

// others are the file itself and the other form of the same incident: a file
// for a folder, and a folder for a file.
func others(name string) []string {
	if path.Base(name) == "index.md" {
		return []string{name, path.Dir(name) + ".md"}
	}
	return []string{name, strings.TrimSuffix(name, ".md") + "/index.md"}
}

var schemaLine = regexp.MustCompile(`(?m)^(# yaml-language-server: \$schema=)(?:\.\./)*(\.retrowiki/schema/incident\.json)(\r?\n)`)

// withSchema leads the comment that names the schema from the new file to it,
// and takes the comment out where init has made no schema.
func withSchema(template []byte, root, name string) []byte {
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(IncidentSchema))); err != nil {
		return schemaLine.ReplaceAll(template, nil)
	}
	return schemaLine.ReplaceAll(template, []byte("${1}"+strings.Repeat("../", strings.Count(name, "/"))+"${2}${3}"))
}

var severityLine = regexp.MustCompile(`(?m)^severity: \S+ +# .*$`)

// withScale writes the wiki's severities into the built-in template, and one
// of the middle as the one to begin with.
func withScale(template []byte, scale []string) []byte {
	if len(scale) == 0 {
		return template
	}
	words := strings.Join(strings.Fields(strings.Join(scale, " | ")), " ")
	line := fmt.Sprintf("%-36s # %s", "severity: "+frontmatter.Quote(frontmatter.YAML, scale[(len(scale)-1)/2]), words)
	return severityLine.ReplaceAllLiteral(template, []byte(line))
}

// fill puts what is known into a template. Only the title has to go in.
func (i Incident) fill(content []byte) ([]byte, diag.List, error) {
	content, refused := i.set(content, "title", frontmatter.NewText(oneLine(i.Title)))
	if refused != nil {
		return nil, nil, fmt.Errorf("the template cannot be filled in: %s: %s; %s", refused[0].Span, refused[0].Message, refused[0].Hint)
	}
	var kept diag.List
	fill := func(field string, value *frontmatter.Node) {
		content, refused = i.set(content, field, value)
		kept = append(kept, refused...)
	}
	if i.Severity != "" {
		fill("severity", frontmatter.NewText(i.Severity))
	}
	if i.Visibility != "" {
		fill("visibility", frontmatter.NewText(i.Visibility))
	}
	for _, list := range i.Lists {
		if len(list.Values) > 0 {
			fill(list.Field, frontmatter.NewList(i.union(content, list)...))
		}
	}
	return i.tellUndone(content), kept, nil
}

const templateName = "templates/retrospective.md"

func (i Incident) set(content []byte, field string, value *frontmatter.Node) ([]byte, diag.List) {
	document, _ := frontmatter.Parse(diag.NewText(templateName, content))
	fixes, refused := document.Edit(frontmatter.Edit{Path: i.written(document, field), Value: value})
	if refused != nil {
		return content, refused
	}
	changed, err := diag.Apply(content, fixes)
	if err != nil {
		return content, diag.List{{Rule: "frontmatter/edit", Span: document.Root.Span, Message: err.Error(), Hint: "fill in " + field + " by hand"}}
	}
	return changed, nil
}

// written is the name that the template has for a field of ours.
func (i Incident) written(document *frontmatter.Document, ours string) string {
	for _, pair := range document.Root.Pairs {
		if i.Fields[pair.Key.Text] == ours {
			return pair.Key.Text
		}
	}
	return ours
}

// union is what the template lists, and then what is to be added, each once.
func (i Incident) union(content []byte, list List) []string {
	document, _ := frontmatter.Parse(diag.NewText(templateName, content))
	var values []string
	if there := document.Root.Get(i.written(document, list.Field)); there != nil {
		for _, item := range there.Items {
			values = append(values, item.Text)
		}
	}
	for _, value := range list.Values {
		if value = oneLine(value); value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

var seenBefore = regexp.MustCompile(`(?m)^#+[ \t]+Have we seen this before\?[ \t]*\r?$`)

// tellUndone writes the earlier incident below its heading, which is made
// where the template has none.
func (i Incident) tellUndone(content []byte) []byte {
	if i.Undone == nil {
		return content
	}
	var text strings.Builder
	fmt.Fprintf(&text, "\n\n[[%s]]: %s\n", i.Undone.ID, plainMarkdown(i.Undone.Title))
	if len(i.Undone.Remediations) > 0 {
		text.WriteString("\nStill to be done from then:\n\n")
		for _, title := range i.Undone.Remediations {
			text.WriteString("- " + plainMarkdown(title) + "\n")
		}
	}
	told := strings.TrimSuffix(text.String(), "\n")
	document, _ := frontmatter.Parse(diag.NewText(templateName, content))
	head, body := string(content[:document.Body]), string(content[document.Body:])
	if at := seenBefore.FindStringIndex(body); at != nil {
		return []byte(head + body[:at[1]] + told + body[at[1]:])
	}
	return []byte(head + strings.TrimRight(body, "\r\n") + "\n\n## Have we seen this before?" + told + "\n")
}

// plainMarkdown writes text so that Markdown shows it as it is.
func plainMarkdown(text string) string {
	var out strings.Builder
	for _, r := range oneLine(text) {
		if strings.ContainsRune("\\`*_{}[]<>()#+-!|@~&:=$", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "\ufffd")), " ")
}
