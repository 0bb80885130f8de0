package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/config"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/scaffold"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/templates"
)

// newFlags are the flags of new alone.
type newFlags struct {
	date, severity, from string
	services             []string
	folder, edit         bool
}

func newCommand(a *app) *cobra.Command {
	var f newFlags
	c := &cobra.Command{
		Use:   `new "TITLE"`,
		Short: "Begin an incident from the template",
		Long: `Begin an incident from templates/retrospective.md in the source, or else from the
built-in template. With --from, an earlier incident of the same kind gives its services,
teams, tags and factors, and what is still to be done from then.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.newIncident(c.Context(), args[0], f) },
	}
	c.Flags().StringVar(&f.date, "date", "", "day of the incident, YYYY-MM-DD (default today)")
	c.Flags().StringVar(&f.severity, "severity", "", "one of the wiki's severities")
	c.Flags().StringSliceVar(&f.services, "service", nil, "a service that was affected; may be given again")
	c.Flags().StringVar(&f.from, "from", "", "id of an earlier incident that this is a recurrence of")
	c.Flags().BoolVar(&f.folder, "folder", false, "make a folder with index.md, for images beside it")
	c.Flags().BoolVar(&f.edit, "edit", false, "open it in $EDITOR")
	return c
}

func (a *app) newIncident(ctx context.Context, title string, f newFlags) error {
	if a.rev != "" || source.IsURL(a.source) {
		return usageError{errors.New("new writes a file, so it takes neither --rev nor a URL")}
	}
	if strings.TrimSpace(title) == "" {
		return usageError{errors.New("the title is empty: say in a few words what happened")}
	}
	cfg, err := generator.ReadConfig(ctx, generator.Options{Source: a.source, ConfigPath: a.config})
	if err != nil {
		return err
	}
	root := generator.LocalRoot(a.source)
	i, err := a.incidentOf(ctx, root, title, cfg, f)
	if err != nil {
		return err
	}
	if f.from != "" {
		if err := a.recur(ctx, &i, f.from); err != nil {
			return err
		}
	}
	name := generator.Place(cfg, i.Date.Format("2006"), i.ID(), f.folder)
	kept, err := scaffold.New(root, name, templates.FS, i)
	if err != nil {
		return err
	}
	for _, k := range kept {
		a.log.Warn(fmt.Sprintf("%s: %s; %s", k.Span, k.Message, k.Hint))
	}
	file := filepath.Join(root, filepath.FromSlash(name))
	fmt.Fprintln(a.stdout, file)
	if f.edit {
		return a.edit(ctx, file)
	}
	return nil
}

// incidentOf is what flags, settings and git know of the new incident.
func (a *app) incidentOf(ctx context.Context, root, title string, cfg *config.Config, f newFlags) (scaffold.Incident, error) {
	i := scaffold.Incident{Title: title, Date: a.today(), Fields: cfg.Fields}
	var err error
	if f.date != "" {
		if i.Date, err = time.Parse("2006-01-02", f.date); err != nil {
			return i, usageError{fmt.Errorf("--date %q: want YYYY-MM-DD", f.date)}
		}
	}
	for _, s := range cfg.Severities {
		i.Scale = append(i.Scale, s.ID)
		if strings.EqualFold(s.ID, f.severity) {
			i.Severity = s.ID
		}
	}
	if f.severity != "" && i.Severity == "" {
		return i, usageError{fmt.Errorf("--severity %q: want one of %s", f.severity, strings.Join(i.Scale, ", "))}
	}
	i.Lists = []scaffold.List{{Field: "services", Values: f.services}, {Field: "participants", Values: author(ctx, root, cfg)}}
	i.Template, err = os.ReadFile(filepath.Join(root, "templates", "retrospective.md"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return i, err
	}
	return i, nil
}

// author is the name that the settings have for whoever git says is writing;
// somebody whom they do not know is left out, as it may be a machine.
func author(ctx context.Context, root string, cfg *config.Config) []string {
	ask := func(key string) string {
		out, err := exec.CommandContext(ctx, "git", "-C", root, "config", "--get", key).Output()
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(out))
	}
	name, email := ask("user.name"), ask("user.email")
	for _, key := range slices.Sorted(maps.Keys(cfg.People)) {
		p := cfg.People[key]
		if email != "" && strings.EqualFold(p.Email, email) || name != "" && (p.Name == name || key == name) {
			return []string{key}
		}
	}
	return nil
}

// recur fills in what an earlier incident of the same kind tells.
func (a *app) recur(ctx context.Context, i *scaffold.Incident, id string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	o.Audience, o.History = incident.Restricted, false
	wiki, err := generator.Load(ctx, o)
	if err != nil {
		return err
	}
	defer wiki.Close()
	e := wiki.View.ByID(id)
	if e == nil {
		return fmt.Errorf("--from %s: there is no such incident; an id is the file's name without .md", id)
	}
	if e.Visibility == incident.Restricted {
		i.Visibility = string(incident.Restricted) // what it says is not for others
	}
	i.Lists = append(i.Lists,
		scaffold.List{Field: "services", Values: e.Services}, scaffold.List{Field: "teams", Values: e.Teams},
		scaffold.List{Field: "tags", Values: e.Tags}, scaffold.List{Field: "contributing_factors", Values: e.ContributingFactors},
		scaffold.List{Field: "recurrence_of", Values: []string{e.ID}},
	)
	i.Undone = &scaffold.Undone{ID: e.ID, Title: e.Title}
	for _, r := range wiki.View.RemediationsOf(e) {
		if !r.State.Settled() {
			i.Undone.Remediations = append(i.Undone.Remediations, fmt.Sprintf("%s (%s)", r.Title, r.State.Words()))
		}
	}
	return nil
}

func (a *app) edit(ctx context.Context, file string) error {
	editor := a.getenv("EDITOR")
	if editor == "" {
		return errors.New("--edit: EDITOR is not set")
	}
	command := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, "sh", file)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, a.stdout, a.stderr
	return command.Run()
}
