package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/output"
)

// agendaFlags are the flags of agenda alone.
type agendaFlags struct {
	format, at, output string
	length             time.Duration
	followUp           bool
}

func agendaCommand(a *app) *cobra.Command {
	var f agendaFlags
	c := &cobra.Command{
		Use:   "agenda ID|FILE",
		Short: "Prepare a retrospective: read-ahead, questions, run sheet",
		Long: `Prepare a retrospective: the read-ahead with questions made for this incident, earlier
incidents like it and what became of their remediations, and the facilitator's run
sheet, timed to the meeting's length. With --follow-up, the summary that goes out
afterwards. Nothing is sent.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.followUp && !c.Flags().Changed("format") {
				f.format = "mail"
			}
			if err := f.check(); err != nil {
				return usageError{err}
			}
			return a.agenda(c, f, args[0])
		},
	}
	c.Flags().StringVar(&f.format, "format", "markdown", "what to write: "+strings.Join(generator.AgendaFormats, ", "))
	c.Flags().StringVar(&f.at, "at", "", "when it is to be held, such as 2026-12-01T10:00 (default from the file)")
	c.Flags().DurationVar(&f.length, "length", 0, "how long it is to take (default from the file, or 1h)")
	c.Flags().BoolVar(&f.followUp, "follow-up", false, "write the summary for afterwards, as a mail")
	c.Flags().StringVar(&f.output, "output", "", "file to write (default: standard output)")
	return c
}

func (f agendaFlags) check() error {
	switch {
	case !slices.Contains(generator.AgendaFormats, f.format):
		return fmt.Errorf("unknown format %q: want %s", f.format, strings.Join(generator.AgendaFormats, ", "))
	case f.followUp && f.format != "mail":
		return fmt.Errorf("--follow-up is a mail: leave --format %s out", f.format)
	case f.length != 0 && (f.length < agenda.Shortest || f.length > agenda.Longest || f.length%time.Minute != 0):
		return fmt.Errorf("--length %s: want whole minutes, from 15m to 8h", f.length)
	}
	return nil
}

func (a *app) agenda(c *cobra.Command, f agendaFlags, name string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	o.History = false
	wiki, err := generator.Load(c.Context(), o)
	if err != nil {
		return err
	}
	defer wiki.Close()
	at, err := meetingTime(f.at, wiki.Config.Zone)
	if err != nil {
		return err
	}
	for _, candidate := range append([]string{name}, sourcePaths(wiki.Snapshot.Root, []string{name})...) {
		e := wiki.Find(candidate)
		if e == nil {
			continue
		}
		if e.Broken {
			return fmt.Errorf("%s cannot be read: retrowiki check says why", e.Origin.Path)
		}
		content, err := f.write(wiki, e, at, a.today())
		if err != nil {
			return err
		}
		if f.output != "" {
			return output.WriteFile(f.output, content)
		}
		_, err = a.stdout.Write(content)
		return err
	}
	return fmt.Errorf("%s is no incident of the wiki, or not one for the %s audience", name, a.audience)
}

func (f agendaFlags) write(wiki *generator.Wiki, e *collection.Entry, at incident.Moment, now time.Time) ([]byte, error) {
	if f.followUp {
		return generator.FollowUp(wiki, e)
	}
	return generator.Agenda(wiki, e, agenda.Options{At: at, Length: f.length}, f.format, now)
}

// meetingTime reads --at: without an offset it is in the wiki's time zone.
func meetingTime(text string, zone *time.Location) (incident.Moment, error) {
	if text == "" {
		return incident.Moment{}, nil
	}
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return incident.Moment{Time: t, Precision: incident.Minute}, nil
		}
	}
	return incident.Moment{}, usageError{errors.New("--at: want a day and a time, such as 2026-12-01T10:00 or 2026-12-01T10:00+01:00")}
}
