package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/retrowiki/retrowiki/generator/diag"
)

var commands = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Advice: "notice"}

// data and property escape text as the runner's own toolkit does, so that no
// text can end its command or begin another.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func writeGitHub(w io.Writer, findings diag.List, o Options) error {
	out := bufio.NewWriter(w)
	for _, f := range findings {
		fmt.Fprintf(out, "::%s file=%s", commands[f.Severity], property.Replace(f.Span.File))
		if f.Span.Start.Line > 0 {
			fmt.Fprintf(out, ",line=%d,col=%d", f.Span.Start.Line, f.Span.Start.Column)
		}
		message := f.Message
		if f.Hint != "" {
			message += "\n" + f.Hint
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(f.Rule), data.Replace(message))
	}
	fmt.Fprintln(out, Summary(findings, o.Files))
	return out.Flush()
}
