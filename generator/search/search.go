// Package search writes what the search page's script reads.
//
// It knows no incidents: in go documents, out comes one classic script that
// hands a JSON text to a registered function, since that works from file://
// too, and since a browser parses JSON faster than a literal of the script.
package search

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Document is one page that can be found.
type Document struct {
	Kind     string
	Address  string // as seen from the search page
	Title    string
	Summary  string
	Names    string // ids and terms
	Date     string // YYYY-MM-DD
	Severity string // step and name, "2:SEV2"
}

// Write writes n documents, asking for one at a time.
func Write(w io.Writer, n int, document func(int) Document) error {
	out := bufio.NewWriter(w)
	out.WriteString(`retrowikiSearch('{"docs":[`)
	for i := range n {
		d := document(i)
		encoded, err := json.Marshal([]string{d.Kind, d.Address, d.Title, d.Summary, d.Names, d.Date, d.Severity}) // escapes <, >, & and U+2028/9
		if err != nil {
			return fmt.Errorf("encode search document %d: %w", i, err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		quoted.WriteString(out, string(encoded))
	}
	out.WriteString("]}')\n")
	return out.Flush()
}

// quoted makes JSON text stand in a script's single-quoted string.
var quoted = strings.NewReplacer(`\`, `\\`, `'`, `\'`)
