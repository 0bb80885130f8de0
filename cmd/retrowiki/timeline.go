package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/generator/transcript"
)

// timelineFlags are the flags of timeline alone.
type timelineFlags struct {
	write          bool
	from, to, zone string
	format, only   string
	prefixes       []string
	stdin          io.Reader
}

func timelineCommand(a *app) *cobra.Command {
	var f timelineFlags
	c := &cobra.Command{
		Use:   "timeline ID|FILE TRANSCRIPT...",
		Short: "Build a timeline from chats, logs, status pages and deployments",
		Long:  "Read what tools wrote down while an incident lasted, and show what its Timeline lacks of it, or write it there with\n--write, touching nothing that people wrote. A TRANSCRIPT is a file, the folder of a Slack export's channel, or - for\nstandard input. Nothing leaves this machine.\n\nFormats, found out by themselves:\n" + formatHelp(),
		Args:  cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			f.stdin = c.InOrStdin()
			return a.timeline(c, args[0], args[1:], f)
		},
	}
	c.Flags().BoolVar(&f.write, "write", false, "write the entries into the incident's file")
	c.Flags().StringVar(&f.from, "from", "", "the first time to read (default an hour before the incident's first)")
	c.Flags().StringVar(&f.to, "to", "", "the last time to read (default an hour after the incident's last)")
	c.Flags().StringVar(&f.zone, "zone", "", "of times that name none, such as Europe/Berlin (default the incident's, then the wiki's)")
	c.Flags().StringVar(&f.format, "format", "", "of the transcripts, where it is not found out")
	c.Flags().StringVar(&f.only, "only", "", "entries that somebody marked: prefix, pinned, or reaction:NAME")
	c.Flags().StringSliceVar(&f.prefixes, "prefix", []string{"h timeline", "!timeline", "/incident update"}, "words of a chat command that marks an entry")
	return c
}

func formatHelp() string {
	var b strings.Builder
	for _, f := range transcript.Formats {
		fmt.Fprintf(&b, "  %-12s %s\n", f.Name, f.Doc)
	}
	return b.String()
}

func (a *app) timeline(c *cobra.Command, name string, paths []string, f timelineFlags) error {
	if f.write && (a.rev != "" || source.IsURL(a.source)) {
		return usageError{errors.New("--write changes a file, so it takes no --rev and no URL: check the commit out")}
	}
	o, err := a.options()
	if err != nil {
		return err
	}
	o.History, o.Audience = false, incident.Restricted
	wiki, err := generator.Load(c.Context(), o)
	if err != nil {
		return err
	}
	defer wiki.Close()
	e := wiki.Find(name)
	switch {
	case e == nil:
		return fmt.Errorf("there is no incident %q: name its id, or its file from the root of the source", name)
	case e.Broken:
		return fmt.Errorf("%s cannot be read; retrowiki check says why", e.Origin.Path)
	}
	w, err := windowOf(wiki, e, f)
	if err != nil {
		return err
	}
	entries, told, err := a.transcripts(paths, w, f)
	if err != nil {
		return err
	}
	merged, noise := transcript.Merge(entries)
	p, err := generator.ProposeTimeline(wiki, e, merged)
	if p == nil || err != nil && f.write {
		return err
	}
	for i, line := range p.Lines {
		fmt.Fprintf(a.stdout, "%-12s %s\n", p.Entries[i].Source, strings.ReplaceAll(report.Visible(strings.ReplaceAll(line, "\n", "\u2028")), report.Visible("\u2028"), "\n             "))
	}
	a.log.Info(fmt.Sprintf("%d entries read, %s to %s: %d new, %d there already, %d outside of that time, %d noise, %d twice",
		told.all, w.from.Format("2006-01-02 15:04 MST"), w.to.Format("2006-01-02 15:04 MST"),
		len(p.Lines), len(merged)-len(p.Lines), told.outside, noise, len(entries)-noise-len(merged)))
	if err != nil {
		a.log.Warn(err.Error())
	}
	if !f.write || len(p.Lines) == 0 {
		return told.status
	}
	file := filepath.Join(wiki.Snapshot.Root, filepath.FromSlash(e.Origin.Path))
	if err := rewrite(file, generator.Formatted{Path: e.Origin.Path, Before: p.Before, After: p.After}); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "wrote %d into %s\n", len(p.Lines), report.Visible(e.Origin.Path))
	return told.status
}

// window is when, and in which zone, transcripts are read.
type window struct {
	from, to time.Time
	zone     *time.Location
}

func windowOf(wiki *generator.Wiki, e *collection.Entry, f timelineFlags) (w window, err error) {
	w.zone = wiki.Config.Zone
	if start := e.Start(); start.Exact() {
		w.zone = start.Time.Location()
	}
	if f.zone != "" {
		if w.zone, err = time.LoadLocation(f.zone); err != nil {
			return w, usageError{fmt.Errorf("--zone %q: want a name such as Europe/Berlin, or UTC", f.zone)}
		}
	}
	if f.from == "" || f.to == "" {
		if w.from, w.to, err = generator.Window(e); err != nil {
			return w, err
		}
	}
	for _, at := range []struct {
		flag, text string
		to         *time.Time
	}{{"--from", f.from, &w.from}, {"--to", f.to, &w.to}} {
		if at.text == "" {
			continue
		}
		t, err := time.Parse(time.RFC3339, at.text)
		for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02"} {
			if err != nil {
				t, err = time.ParseInLocation(layout, at.text, w.zone)
			}
		}
		if err != nil {
			return w, usageError{fmt.Errorf("%s %q: want a time such as 2014-11-24T03:12:00Z, or 2014-11-24 03:12", at.flag, at.text)}
		}
		*at.to = t
	}
	if !w.to.After(w.from) {
		return w, usageError{errors.New("--to is not after --from")}
	}
	return w, nil
}

// reading is what became of the transcripts.
type reading struct {
	all, outside int
	status       error
}

// transcripts reads files, folders and standard input.
func (a *app) transcripts(paths []string, w window, f timelineFlags) (entries []transcript.Entry, told reading, err error) {
	take := func(e transcript.Entry) {
		told.all++
		if told.all%100_000 == 0 && a.stderrIsTerminal && !a.quiet {
			fmt.Fprintf(a.stderr, "\r%d entries read", told.all)
		}
		e = transcript.Prefixed(e, f.prefixes)
		e.At = e.At.In(w.zone)
		switch {
		case e.At.Before(w.from) || e.At.After(w.to):
			told.outside++
		case f.only == "" || slices.Contains(e.Marks, f.only):
			entries = append(entries, e)
		}
	}
	read := func(name string, content io.Reader, users map[string]string) error {
		findings, err := transcript.Read(transcript.Input{Name: name, Content: content, Zone: w.zone, Day: w.from.Add(time.Hour).In(w.zone), Users: users}, f.format, take)
		for _, d := range findings {
			if d.Severity == diag.Warning {
				a.log.Warn(fmt.Sprintf("%s: %s; %s", d.Span, d.Message, d.Hint))
				continue
			}
			a.log.Error(fmt.Sprintf("%s: %s; %s", d.Span, d.Message, d.Hint))
			told.status = exitStatus(exitError)
		}
		return err
	}
	for _, path := range paths {
		if path == "-" {
			err = errors.Join(err, read("standard input", f.stdin, nil))
			continue
		}
		files, users, problem := transcriptFiles(path)
		err = errors.Join(err, problem)
		for _, name := range files {
			file, problem := os.Open(name)
			if problem != nil {
				err = errors.Join(err, problem)
				continue
			}
			err = errors.Join(err, read(name, file, users), file.Close())
		}
	}
	return entries, told, err
}

// transcriptFiles lists the files of a path: of a folder, those of an export,
// with the names of its users.
func transcriptFiles(path string) (files []string, users map[string]string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	folder := filepath.Dir(path)
	files = []string{path}
	if info.IsDir() {
		folder = path
		if files, err = filepath.Glob(filepath.Join(path, "*.json")); err != nil {
			return nil, nil, err
		}
		files = slices.DeleteFunc(files, func(name string) bool {
			return slices.Contains([]string{"users.json", "channels.json", "integration_logs.json", "groups.json", "dms.json", "mpims.json", "canvases.json"}, filepath.Base(name))
		})
		if len(files) == 0 {
			return nil, nil, fmt.Errorf("%s holds no files of a channel: name the folder of one, such as export/incidents", path)
		}
	}
	for _, dir := range []string{folder, filepath.Dir(folder)} {
		file, problem := os.Open(filepath.Join(dir, "users.json"))
		if problem != nil {
			continue
		}
		users, err = transcript.SlackUsers(file)
		return files, users, errors.Join(err, file.Close())
	}
	return files, nil, nil
}
