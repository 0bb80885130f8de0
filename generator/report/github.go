package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var commands = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Advice: "notice"}

// maxAnnotations is how many of each kind GitHub shows for one step.
const maxAnnotations = 10

// data and property escape text as the runner's own toolkit does, so that no
// text can end its command or begin another.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub prints the worst first, since GitHub shows only so many.
func writeGitHub(w io.Writer, findings diag.List, o Options) error {
	out := bufio.NewWriter(w)
	for _, f := range worstFirst(findings) {
		fmt.Fprintf(out, "::%s file=%s", commands[f.Severity], property.Replace(Visible(o.inRepository(f.Span.File))))
		if start, end := f.Span.Start, f.Span.End; start.Line > 0 {
			fmt.Fprintf(out, ",line=%d,col=%d", start.Line, start.Column)
			if end.Line == start.Line && end.Column > start.Column {
				fmt.Fprintf(out, ",endColumn=%d", end.Column)
			}
		}
		message := Visible(f.Message)
		if f.Hint != "" {
			message += "\n" + Visible(f.Hint)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(Visible(f.Rule)), data.Replace(message))
	}
	if more := moreThanShown(findings); more != "" {
		fmt.Fprintf(out, "GitHub shows %d annotations of each kind for one step. Only in this log: %s.\n", maxAnnotations, more)
	}
	fmt.Fprintln(out, Summary(findings, o.Files))
	return out.Flush()
}

func moreThanShown(findings diag.List) string {
	var more []string
	counts := count(findings)
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Advice} {
		if n := counts[s] - maxAnnotations; n > 0 {
			more = append(more, Plural(n, "more "+commands[s]))
		}
	}
	return strings.Join(more, ", ")
}
