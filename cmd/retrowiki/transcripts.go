package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/generator/transcript"
)

// mostEntries is how many entries of the time that is read are kept: nobody
// reads a timeline of more, and the rest of a log need not be held.
const mostEntries = 20_000

// reader reads files, folders, standard input and repositories. What one of
// them does not give is said, and the others are read all the same.
type reader struct {
	app     *app
	window  window
	flags   timelineFlags
	entries []transcript.Entry
	read    int // entries
	outside int // of the time that is asked for
	local   bool
	said    map[string]bool // findings, which the days of one channel often share
	status  error
}

// all reads everything. It fails where nothing useful can come out.
func (r *reader) all(ctx context.Context, paths []string) error {
	r.said = map[string]bool{}
	for _, path := range paths {
		r.path(ctx, path)
	}
	for _, folder := range r.flags.git {
		r.commits(ctx, folder)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case len(r.entries) > mostEntries:
		return fmt.Errorf("more than %d entries lie between %s and %s: ask for less with --from and --to, or with --only", mostEntries,
			r.window.from.Format("2006-01-02 15:04 MST"), r.window.to.Format("2006-01-02 15:04 MST"))
	}
	if r.local {
		r.app.log.Info(fmt.Sprintf("times that name no zone are read as %s; --zone names another", zoneName(r.window)))
	}
	return nil
}

// zoneName is what times without a zone are read as.
func zoneName(w window) string {
	if name := w.zone.String(); name != "" {
		return name
	}
	return "UTC" + w.from.Format("-07:00")
}

func (r *reader) take(e transcript.Entry) {
	r.read++
	e = transcript.Prefixed(e, r.flags.prefixes)
	e.At = e.At.In(r.window.zone)
	switch {
	case e.Gone && len(r.entries) <= mostEntries:
		r.entries = append(r.entries, e)
	case e.At.Before(r.window.from) || e.At.After(r.window.to):
		r.outside++
	case len(r.entries) <= mostEntries && (r.flags.only == "" || slices.Contains(e.Marks, r.flags.only)):
		r.local = r.local || e.Local
		r.entries = append(r.entries, e)
	}
}

// wrong says what could not be read, for the status at the end.
func (r *reader) wrong(problem string) {
	r.app.log.Error(problem)
	r.status = exitStatus(exitError)
}

// path reads a file, the files of a folder, or standard input.
func (r *reader) path(ctx context.Context, path string) {
	if path == "-" {
		r.content(ctx, "standard input", r.flags.stdin, 0, nil)
		return
	}
	files, export, err := transcriptFiles(path)
	if err != nil {
		r.wrong(err.Error())
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			r.wrong(err.Error())
			continue
		}
		size := int64(0)
		if info, err := file.Stat(); err == nil {
			size = info.Size()
		}
		r.content(ctx, name, file, size, export)
		file.Close()
	}
}

func (r *reader) content(ctx context.Context, name string, content io.Reader, size int64, export *transcript.Export) {
	if ctx.Err() != nil {
		return
	}
	ahead := interruptible(ctx, content)
	defer ahead.Close()
	watched := &watched{from: ahead, tell: r.app.reading(name, size)}
	defer watched.tell(-1)
	in := transcript.Input{Name: name, Content: watched, Zone: r.window.zone, Day: r.window.from.Add(time.Hour).In(r.window.zone), Order: r.flags.order, Export: export}
	findings, err := transcript.Read(in, r.flags.format, r.take)
	if ctx.Err() != nil {
		return
	}
	for _, d := range findings {
		text := d.Message + "; " + d.Hint
		if r.said[text] {
			continue
		}
		r.said[text] = true
		if d.Severity == diag.Warning {
			r.app.log.Warn(d.Span.String() + ": " + text)
		} else {
			r.wrong(d.Span.String() + ": " + text)
		}
	}
	if err != nil {
		r.wrong(err.Error())
	}
}

// commits reads a repository of this machine.
func (r *reader) commits(ctx context.Context, folder string) {
	if source.IsURL(folder) {
		r.wrong(fmt.Sprintf("--git %s: timeline reads only what is on this machine; clone it, and name the folder", folder))
		return
	}
	entries, why, err := generator.CommitsBetween(ctx, folder, r.window.from, r.window.to)
	for _, e := range entries {
		r.take(e)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		r.wrong(fmt.Sprintf("--git %s: %v", folder, err))
	case why != "":
		r.app.log.Warn(fmt.Sprintf("--git %s: %s; commits may be missing", folder, why))
	}
}

// interruptible reads ahead elsewhere, so that Ctrl-C ends a wait for a terminal
// or a pipe too.
func interruptible(ctx context.Context, from io.Reader) io.ReadCloser {
	reader, writer := io.Pipe()
	context.AfterFunc(ctx, func() { writer.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(writer, from)
		writer.CloseWithError(err)
	}()
	return reader
}

// watched counts what is read.
type watched struct {
	from io.Reader
	tell func(bytes int64)
	n    int64
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	w.n += int64(n)
	w.tell(w.n)
	return n, err
}

// everyMegabytes is how often a terminal is told how far a file has been read.
const everyMegabytes = 4 << 20

// reading tells a terminal how far a large file has been read; -1 wipes that out.
func (a *app) reading(name string, size int64) func(int64) {
	if !a.stderrIsTerminal || a.quiet || a.logFormat == "json" {
		return func(int64) {}
	}
	next := int64(everyMegabytes)
	return func(n int64) {
		switch {
		case n < 0 && next > everyMegabytes:
			fmt.Fprint(a.stderr, "\r\x1b[K")
		case n < next:
		case size > 0:
			fmt.Fprintf(a.stderr, "\r%s: %d of %d MB\x1b[K", plainName(name), n>>20, size>>20)
		default:
			fmt.Fprintf(a.stderr, "\r%s: %d MB\x1b[K", plainName(name), n>>20)
		}
		for n >= next {
			next += everyMegabytes
		}
	}
}

// plainName is the last part of a file's name, as a terminal may be given it.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, filepath.Base(name))
}

// notMessages are the files of a Slack export that hold no channel's messages.
var notMessages = []string{"users.json", "org_users.json", "channels.json", "integration_logs.json", "groups.json", "dms.json", "mpims.json", "canvases.json", "content_flags.json"}

// transcriptFiles lists the files of a path: of a folder, those of an export,
// with the names that it knows.
func transcriptFiles(path string) (files []string, export *transcript.Export, err error) {
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
		files = slices.DeleteFunc(files, func(name string) bool { return slices.Contains(notMessages, filepath.Base(name)) })
		if len(files) == 0 {
			return nil, nil, fmt.Errorf("%s holds no files of a channel: name the folder of one, such as %s", path, anyChannel(path))
		}
	}
	export = &transcript.Export{}
	for _, names := range []struct {
		file string
		to   *map[string]string
	}{{"users.json", &export.Users}, {"org_users.json", &export.Users}, {"channels.json", &export.Channels}} {
		if problem := readNames(folder, names.file, names.to); problem != nil {
			err = errors.Join(err, problem)
		}
	}
	return files, export, err
}

// anyChannel is the folder of a channel, to show how one is named.
func anyChannel(export string) string {
	entries, _ := os.ReadDir(export)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			return filepath.Join(export, e.Name())
		}
	}
	return filepath.Join("export", "incidents")
}

// readNames reads a list of names beside the messages, or above them.
func readNames(folder, name string, to *map[string]string) error {
	for _, dir := range []string{folder, filepath.Dir(folder)} {
		file, err := os.Open(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		known, err := transcript.SlackNames(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("%s: %w", filepath.Join(dir, name), err)
		}
		if *to == nil {
			*to = known
		}
		return nil
	}
	return nil
}
