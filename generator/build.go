package generator

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/output"
	"github.com/retrowiki/retrowiki/generator/page"
	"github.com/retrowiki/retrowiki/generator/progress"
	"github.com/retrowiki/retrowiki/generator/render"
	"github.com/retrowiki/retrowiki/internal/par"
	"github.com/retrowiki/retrowiki/templates"
)

// BuildOptions say where the wiki goes and who made it.
type BuildOptions struct {
	Output  string
	Version string // of retrowiki
	Reload  string // path of a script that every page loads, for preview; "" for none

	Progress *progress.Run // nil for nobody
}

// Built is what a build made.
type Built struct {
	Pages int
	Bytes int64
}

// Build writes the folder of a wiki that was loaded for pages (Options.Pages).
// Nothing of it can be seen before all of it is there.
func Build(ctx context.Context, w *Wiki, o BuildOptions) (*Built, error) {
	if !w.pages {
		return nil, errors.New("this was not loaded for pages to be made of it")
	}
	set, err := render.Parse(templates.FS)
	if err != nil {
		return nil, err
	}
	stage, err := output.Begin(o.Output)
	if err != nil {
		return nil, err
	}
	built, err := build(ctx, w, o, set, stage)
	if err = errors.Join(err, w.aside.Err()); err != nil {
		stage.Abort()
		return nil, err
	}
	o.Progress.Begin("putting the wiki in its place", 0)
	defer o.Progress.End()
	return built, stage.Commit()
}

func build(ctx context.Context, w *Wiki, o BuildOptions, set *render.Set, stage *output.Stage) (*Built, error) {
	o.Progress.Begin("copying assets", 0)
	site, err := w.furnish(ctx, o, stage)
	if err != nil {
		return nil, err
	}
	agendas, err := w.agendas()
	if err != nil {
		return nil, err
	}
	builder := w.builder(site, agendas)
	// Incidents are compared while pages are listed and written that do not ask for it.
	compared := par.Begin(builder.Likeness.Compare)
	o.Progress.Begin("listing pages", 0)
	pages := slices.Clone(page.All(builder))
	// What takes longest comes last in the list, and is begun first.
	slices.Reverse(pages)
	b := &Built{}
	err = b.write(ctx, set, stage, pages, o.Progress.Begin("writing pages", len(pages)))
	if err = errors.Join(err, compared()); err != nil {
		return nil, err
	}
	o.Progress.Begin("indexing words", 0)
	late, err := page.Late(ctx, builder)
	if err != nil {
		return nil, err
	}
	return b, b.write(ctx, set, stage, late, o.Progress.Begin("writing the index", len(late)))
}

// furnish writes what pages need beside them, and says what every page knows.
func (w *Wiki) furnish(ctx context.Context, o BuildOptions, stage *output.Stage) (*page.Site, error) {
	site := w.site(o)
	if err := writeAssets(w, site, stage); err != nil {
		return nil, err
	}
	var err error
	if site.Assets, err = copyImages(ctx, w, stage); err != nil {
		return nil, err
	}
	return site, writeSchemas(stage)
}

func (w *Wiki) builder(site *page.Site, agendas *agenda.Set) *page.Builder {
	return &page.Builder{
		Site: site, View: w.View, Now: w.Snapshot.CommittedAt, Content: w.Snapshot.Content, Agendas: agendas, Aside: w.aside, Likeness: page.NewLikeness(w.View),
	}
}

func (b *Built) write(ctx context.Context, set *render.Set, stage *output.Stage, pages []page.Page, told *progress.Stage) error {
	sizes, err := par.Map(ctx, pages, func(_ context.Context, _ int, p page.Page) (int64, error) {
		defer told.Step()
		var counted int64
		err := stage.Write(p.Path, func(out io.Writer) error {
			c := &counter{to: out}
			err := set.Write(c, p)
			counted = c.n
			return err
		})
		return counted, err
	})
	if err != nil {
		return err
	}
	b.Pages += len(pages)
	for _, n := range sizes {
		b.Bytes += n
	}
	return nil
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// site says what every page knows of the whole.
func (w *Wiki) site(o BuildOptions) *page.Site {
	cfg, s := w.Config, w.Snapshot
	site := &page.Site{
		Title: cfg.Title, Description: cfg.Description, BaseURL: cfg.BaseURL, Language: "en",
		Generator: strings.TrimSpace("retrowiki " + o.Version),
		Commit:    s.Commit, CommittedAt: s.CommittedAt, Dirty: s.Dirty, HistoryWhy: w.HistoryWhy,
		StatesReadAt: w.View.StatesReadAt(), EditURL: cfg.Edit.URL, Reload: o.Reload,
	}
	site.MoreTaxonomies = page.MoreTaxonomies(w.View)
	if web := webOf(s.Remote); web != "" {
		branch := firstOf(cfg.Edit.Branch, s.Branch, "main")
		prefix := ""
		if s.Prefix != "" {
			prefix = s.Prefix + "/"
		}
		site.RepositoryURL, site.CommitURL = web, web+"/commit/"
		site.BlobURL = web + "/blob/" + branch + "/" + prefix
		if site.EditURL == "" {
			site.EditURL = web + "/edit/" + branch + "/" + prefix
		}
	}
	return site
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// webOf turns the address of a git remote on GitHub (or an Enterprise Server
// of that name) into that of its pages; "" for other hosts, whose paths are
// not known.
func webOf(remote string) string {
	rest, isSSH := strings.CutPrefix(remote, "git@")
	if isSSH {
		rest = strings.Replace(rest, ":", "/", 1)
	} else {
		for _, scheme := range []string{"https://", "http://", "ssh://git@"} {
			if r, ok := strings.CutPrefix(remote, scheme); ok {
				rest = r
			}
		}
	}
	host, path, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(rest, "/"), ".git"), "/")
	if !strings.Contains(strings.ToLower(host), "github") || !fs.ValidPath(path) || strings.Count(path, "/") != 1 {
		return ""
	}
	return "https://" + host + "/" + path
}
