package format

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/decode"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// Issue is where a remediation's issue is.
type Issue struct {
	Repo   string // owner/name
	Number int
}

// Number writes the numbers of issues, by the remediations' ids, into an
// incident's file, where none is written and home is the repository that a
// remediation without one of its own is filed in. written names the
// remediations that got theirs; kept says which did not, and why.
func Number(path string, data []byte, cfg *config.Config, home string, issues map[string]Issue) (numbered []byte, written []string, kept diag.List) {
	r := decode.File(path, data, cfg, true)
	if r.Broken {
		return data, nil, nil
	}
	f := &file{path: path, data: data, cfg: cfg}
	document, _ := frontmatter.Parse(diag.NewText(path, data))
	name := f.written("remediations", document.Root)
	var edits []frontmatter.Edit
	var ids []string
	for n, remediation := range r.Incident.Remediations {
		issue, known := issues[remediation.ID]
		if !known || remediation.Issue.Number != 0 || remediation.Issue.OptOut {
			continue
		}
		repo := remediation.Repo
		if repo == "" {
			repo = home
		}
		if !strings.EqualFold(repo, issue.Repo) {
			f.kept = append(f.kept, diag.Diagnostic{
				Rule: "frontmatter/edit", Severity: diag.Warning, Span: r.Incident.Origin.Span(fmt.Sprintf("remediations[%d]", n)),
				Message: fmt.Sprintf("the issue of %s is in another repository than the file says: %s#%d", remediation.ID, issue.Repo, issue.Number),
				Hint:    fmt.Sprintf("if it is to stay there, write `repo: %s` and `issue: %d`", issue.Repo, issue.Number),
			})
			continue
		}
		ids = append(ids, remediation.ID)
		edits = append(edits, frontmatter.Edit{
			Path: fmt.Sprintf("%s[%d].issue", name, n), Value: frontmatter.NewInt(issue.Number), Order: remediationOrder, Shorthand: "title",
		})
	}
	for i, made := range f.edit(edits) {
		if made {
			written = append(written, ids[i])
		}
	}
	return f.data, written, f.kept
}
