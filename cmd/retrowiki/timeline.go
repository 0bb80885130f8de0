package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/collection"
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
	order          string
	prefixes, git  []string
	stdin          io.Reader
}

func timelineCommand(a *app) *cobra.Command {
	var f timelineFlags
	c := &cobra.Command{
		Use:   "timeline ID|FILE [TRANSCRIPT...]",
		Short: "Build a timeline from chats, logs, status pages and deployments",
		Long:  "Read what tools wrote down while an incident lasted, and show what its Timeline lacks of it, or write it there with\n--write, touching nothing that people wrote. A TRANSCRIPT is a file, the folder of a Slack export's channel, or - for\nstandard input; --git names a repository whose commits count. Nothing leaves this machine.\n\nFormats, found out by themselves:\n" + formatHelp(),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.stdin = c.InOrStdin()
			if err := f.check(args[1:]); err != nil {
				return usageError{err}
			}
			return a.timeline(c, args[0], args[1:], f)
		},
	}
	c.Flags().BoolVar(&f.write, "write", false, "write the entries into the incident's file")
	c.Flags().StringVar(&f.from, "from", "", "the first time to read, also --since (default an hour before the incident's first)")
	c.Flags().StringVar(&f.to, "to", "", "the last time to read, also --until (default an hour after the incident's last)")
	c.Flags().StringSliceVar(&f.git, "git", nil, "folder of a repository, bare or not, of which to read the commits")
	c.Flags().StringVar(&f.zone, "zone", "", "of times that name none, such as Europe/Berlin (default the incident's, then the wiki's)")
	c.Flags().StringVar(&f.format, "format", "", "of the transcripts, where it is not found out")
	c.Flags().StringVar(&f.order, "date-order", "", "of dates such as 03/04/2014: day or month first (default as the file's other dates tell)")
	c.Flags().StringVar(&f.only, "only", "", "entries that somebody marked: prefix, pinned, or reaction:NAME")
	c.Flags().StringSliceVar(&f.prefixes, "prefix", []string{"h timeline", "!timeline", "/incident update"}, "words of a chat command that marks an entry")
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if as, ok := map[string]string{"since": "from", "until": "to"}[name]; ok { // as git log has them
			name = as
		}
		return pflag.NormalizedName(name)
	})
	return c
}

// check refuses flags that mean nothing.
func (f *timelineFlags) check(paths []string) error {
	known := f.format == ""
	var names []string
	for _, format := range transcript.Formats {
		known = known || format.Name == f.format
		names = append(names, format.Name)
	}
	switch {
	case len(paths) == 0 && len(f.git) == 0:
		return errors.New("name what to read: a transcript, or a repository with --git")
	case !known:
		return fmt.Errorf("there is no format %q: want %s", f.format, strings.Join(names, ", "))
	case f.order != "" && f.order != "day" && f.order != "month":
		return fmt.Errorf("--date-order %q: want day or month", f.order)
	case f.only != "" && f.only != "prefix" && f.only != "pinned" && !strings.HasPrefix(f.only, "reaction:"):
		return fmt.Errorf("--only %q: want prefix, pinned, or reaction:NAME", f.only)
	}
	return nil
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
	return a.addToTimeline(c.Context(), wiki, e, paths, f)
}

// addToTimeline shows what an incident's Timeline lacks, and writes it if it is
// asked to.
func (a *app) addToTimeline(ctx context.Context, wiki *generator.Wiki, e *collection.Entry, paths []string, f timelineFlags) error {
	w, err := windowOf(wiki, e, f)
	if err != nil {
		return err
	}
	r := reader{app: a, window: w, flags: f}
	if err := r.all(ctx, paths); err != nil {
		return err
	}
	merged, noise := transcript.Merge(r.entries)
	p, err := generator.ProposeTimeline(wiki, e, merged)
	if p == nil || err != nil && f.write {
		return err
	}
	a.preview(p)
	a.log.Info(fmt.Sprintf("%d entries read, %s to %s: %d new, %d there already, %d outside of that time, %d noise, %d twice",
		r.read, w.from.Format("2006-01-02 15:04 MST"), w.to.Format("2006-01-02 15:04 MST"),
		len(p.Lines), len(merged)-len(p.Lines), r.outside, noise, len(r.entries)-noise-len(merged)))
	if err != nil {
		a.log.Warn(err.Error())
	}
	if !f.write || len(p.Lines) == 0 {
		return r.status
	}
	file := filepath.Join(wiki.Snapshot.Root, filepath.FromSlash(e.Origin.Path))
	if err := rewrite(file, generator.Formatted{Path: e.Origin.Path, Before: p.Before, After: p.After}); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "wrote %d into %s\n", len(p.Lines), report.Visible(e.Origin.Path))
	return r.status
}

// preview shows the entries as they would stand in the Timeline, each with the
// tool that it is from.
func (a *app) preview(p *generator.Proposed) {
	for i, line := range p.Lines {
		fmt.Fprintf(a.stdout, "%-12s %s\n", p.Entries[i].Source, strings.ReplaceAll(report.Visible(strings.ReplaceAll(line, "\n", "\u2028")), report.Visible("\u2028"), "\n             "))
	}
	for _, e := range p.Unsure {
		a.log.Warn(fmt.Sprintf("%s wrote more than one message at %s, and what stands there has other words than any: if this is the one, take it out again: %s",
			e.By, e.At.Format("15:04"), e.Text))
	}
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
