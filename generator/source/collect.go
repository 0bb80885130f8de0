package source

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Limits of names: git and file systems know no longer ones that are meant
// well.
const (
	maxDepth = 64
	maxPath  = 1024
)

// collector takes in what a walk meets, and keeps what may be kept.
type collector struct {
	options  Options
	selected func(string) Kind
	files    []File
	findings diag.List
	reported map[string]int // by rule
}

// maxFindings is how many findings of one rule are told one by one.
const maxFindings = 1000

func (c *collector) report(severity diag.Severity, rule, name, message, hint string) {
	if c.reported == nil {
		c.reported = map[string]int{}
	}
	if c.reported[rule]++; c.reported[rule] > maxFindings {
		return
	}
	c.findings = append(c.findings, diag.Diagnostic{
		Rule: "source/" + rule, Severity: severity, Span: diag.Span{File: shown(name)}, Message: message, Hint: hint,
	})
}

// rest tells how many findings were not told one by one.
func (c *collector) rest() {
	for _, rule := range slices.Sorted(maps.Keys(c.reported)) {
		if more := c.reported[rule] - maxFindings; more > 0 {
			last := slices.IndexFunc(c.findings, func(d diag.Diagnostic) bool { return d.Rule == "source/"+rule })
			c.findings[last].Message += fmt.Sprintf("; the same holds for %d more than are listed", more)
		}
	}
}

// shown is a path as a finding may carry it: one that could trick a terminal
// or a workflow is quoted.
func shown(name string) string { return visible(name) }

// enter reports whether a walk goes into a folder.
func (c *collector) enter(name string) bool {
	base := path.Base(name)
	if strings.EqualFold(base, ".git") || base == "node_modules" {
		return false
	}
	if c.options.SkipDir != nil && c.options.SkipDir(name) {
		return false
	}
	if strings.Count(name, "/") >= maxDepth {
		c.report(diag.Warning, "too-deep", name, fmt.Sprintf("the folder %s is more than %d folders deep and is passed over", shown(name), maxDepth), "move it up")
		return false
	}
	return oddName(name) == "" || c.accept(name, "folder")
}

// accept refuses names that could not be shown or would lead elsewhere.
func (c *collector) accept(name, what string) bool {
	problem := oddName(name)
	if problem == "" {
		return true
	}
	c.report(diag.Warning, "odd-name", name, fmt.Sprintf("the %s %s is passed over: its name %s", what, shown(name), problem), "rename it")
	return false
}

// add takes a regular file in, unless it is not wanted.
func (c *collector) add(name string) (Kind, error) {
	if oddName(name) != "" {
		// Selected or not, such a file is worth knowing of; but selected must
		// not see its name.
		c.accept(name, "file")
		return Skip, nil
	}
	kind := c.selected(name)
	if kind == Skip {
		return Skip, nil
	}
	if len(c.files) >= c.options.MaxFiles {
		return Skip, fmt.Errorf("there are more than %d files: leave folders out, or raise the limit", c.options.MaxFiles)
	}
	return kind, nil
}

func (c *collector) tooLarge(f File) {
	c.report(diag.Error, "too-large", f.Path,
		fmt.Sprintf("the file has %d bytes, more than the %d that are read", f.Size, c.options.MaxFile),
		"split it, or move logs and data into files of their own")
}

func (c *collector) symlink(name string) {
	c.report(diag.Warning, "symlink", name, fmt.Sprintf("the symbolic link %s is not followed", shown(name)), "put the file itself here")
}

func (c *collector) submodule(name string) {
	c.report(diag.Warning, "submodule", name, fmt.Sprintf("the submodule %s is not read", shown(name)), "build that repository by itself")
}

func (c *collector) irregular(name string) {
	c.report(diag.Warning, "irregular", name, fmt.Sprintf("%s is a pipe, socket or device and is not read", shown(name)), "remove it")
}

func (c *collector) unreadable(name string, err error) {
	hint := "give the user who builds the right to read it"
	if errors.Is(err, errChanging) || errors.Is(err, fs.ErrNotExist) {
		hint = "somebody is writing there: run it again"
	}
	c.report(diag.Error, "unreadable", name, fmt.Sprintf("%s cannot be read: %s", shown(name), visible(err.Error())), hint)
}

// oddName says what is wrong with a path; "" if nothing is.
func oddName(name string) string {
	switch {
	case len(name) > maxPath:
		return fmt.Sprintf("is longer than %d bytes", maxPath)
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case strings.ContainsRune(name, '\\'):
		return "holds a backslash"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "holds control characters"
	}
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "":
			return "is absolute, or a part of it is empty"
		case part == "." || part == "..":
			return "leads elsewhere"
		case strings.EqualFold(part, ".git"):
			return "is one that git keeps for itself"
		}
	}
	return ""
}

// collisions finds files whose names are one name on file systems where case
// or the way of writing accents does not count. Files are sorted by path.
func collisions(files []File) diag.List {
	var findings diag.List
	first := make(map[string]string, len(files))
	fold := cases.Fold()
	for _, f := range files {
		key := folded(fold, f.Path)
		other, taken := first[key]
		if !taken {
			first[key] = f.Path
			continue
		}
		names := []string{other, f.Path}
		for i, name := range names {
			if quoted := strconv.QuoteToASCII(name); len(quoted) > len(name)+2 {
				names[i] = quoted // the two may look alike
			}
		}
		findings = append(findings, diag.Diagnostic{
			Rule: "source/name-collision", Severity: diag.Error, Span: diag.Span{File: f.Path},
			Message: fmt.Sprintf("%s and %s are one name where case or the writing of accents does not count", names[0], names[1]),
			Hint:    "rename one of them",
			Related: []diag.Related{{Span: diag.Span{File: other}, Message: "the other file"}},
		})
	}
	return findings
}

func folded(fold cases.Caser, name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFC.String(fold.String(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}
