package intake

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/frontmatter"
)

// Format is a kind of export that can be read.
type Format struct {
	Name   string
	Doc    string
	Ext    []string // of its files in a folder
	Detect func(name string, content []byte) bool
	Read   func(in Source) ([]Record, diag.List)
}

// Formats lists every format; the first that knows a file reads it.
var Formats = []Format{
	{"csv", "a table with a header, parted by commas, semicolons or tabs", []string{".csv", ".tsv"}, hasExt(".csv", ".tsv"), readCSV},
	{"json", "a list of objects, or an object that holds one", []string{".json"}, looksLikeJSON, readJSON},
	{"cstate", "the Markdown of a cState status page", []string{".md"}, looksLikeCState, readCState},
}

// Source is one file of an export.
type Source struct {
	Text   *diag.Text
	Map    *Mapping // nil for the columns' own names
	Config *config.Config
}

// Record is one incident of an export.
type Record struct {
	Fields *frontmatter.Node
	Body   string
	Day    time.Time // zero if no day is known
	Span   diag.Span
}

// mostBytes is how large an export may be.
const mostBytes = 64 << 20

// Find returns the format of a file: the one that is named, or else the first
// that knows it.
func Find(name, file string, content []byte) (Format, error) {
	var names []string
	for _, f := range Formats {
		if name == f.Name || name == "" && f.Detect(file, content) {
			return f, nil
		}
		names = append(names, f.Name)
	}
	if name != "" {
		return Format{}, fmt.Errorf("unknown format %q: want %s", name, strings.Join(names, ", "))
	}
	return Format{}, fmt.Errorf("%s is in none of the formats that can be read: name one with --format %s", file, strings.Join(names, "|"))
}

// Read reads one file of an export. What cannot be read at all is a finding,
// as is each record that cannot.
func Read(f Format, in Source) ([]Record, diag.List) {
	file, content := in.Text.File, in.Text.Bytes
	refuse := func(offset int, hint, message string) ([]Record, diag.List) {
		return nil, diag.List{{Rule: "import/unreadable", Severity: diag.Error, Span: in.Text.Span(offset, offset), Message: message, Hint: hint}}
	}
	if len(content) > mostBytes {
		return refuse(0, "export fewer incidents at a time", fmt.Sprintf("the file has more than %d MB", mostBytes>>20))
	}
	if bytes.HasPrefix(content, []byte{0xff, 0xfe}) || bytes.HasPrefix(content, []byte{0xfe, 0xff}) {
		return refuse(0, "convert the file: iconv -f UTF-16 -t UTF-8 old > new", "the file is in UTF-16, and only UTF-8 is read")
	}
	if at := bytes.IndexByte(content, 0); at >= 0 {
		return refuse(at, "export it again as text", "a NUL byte stands here, which no text has")
	}
	if at := notUTF8(content); at >= 0 {
		return refuse(at, "convert the file, if it is in the old Windows encoding: iconv -f WINDOWS-1252 -t UTF-8 old > new", fmt.Sprintf("byte 0x%02X is not UTF-8", content[at]))
	}
	records, findings := f.Read(in)
	if len(records) == 0 && len(findings) == 0 {
		findings = append(findings, diag.Diagnostic{Rule: "import/empty", Severity: diag.Error, Span: diag.Span{File: file},
			Message: "no incident is in the file", Hint: "export it again, or name its format with --format"})
	}
	return records, findings
}

func notUTF8(content []byte) int {
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRune(content[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func hasExt(exts ...string) func(string, []byte) bool {
	return func(name string, _ []byte) bool {
		for _, e := range exts {
			if strings.EqualFold(path.Ext(name), e) {
				return true
			}
		}
		return false
	}
}

func looksLikeJSON(_ string, content []byte) bool {
	content = bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff")))
	return len(content) > 0 && (content[0] == '[' || content[0] == '{')
}
