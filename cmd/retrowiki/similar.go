package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/report"
	"github.com/retrowiki/retrowiki/generator/similar"
)

func similarCommand(a *app) *cobra.Command {
	var all, later bool
	var format string
	var most int
	c := &cobra.Command{
		Use:   "similar [ID|FILE]",
		Short: "Find earlier incidents like one, and say why",
		Long: `Find earlier incidents like one of the wiki, or like a draft that is not in it yet, and say why.
The words, the kinds of failure that the texts speak of, and factors, services and tags are compared; all of it on this machine.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if all != (len(args) == 0) {
				return usageError{errors.New("similar: name one incident, or give --all")}
			}
			if !slices.Contains([]string{"text", "json"}, format) {
				return usageError{fmt.Errorf("unknown format %q: want text, json", format)}
			}
			if most < 1 {
				return usageError{fmt.Errorf("--most %d: want 1 or more", most)}
			}
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
			s := lister{wiki: wiki, most: most, later: later, json: format == "json", to: a.stdout}
			if all {
				return s.all()
			}
			return s.one(args[0])
		},
	}
	c.Flags().BoolVar(&all, "all", false, "list every incident's")
	c.Flags().BoolVar(&later, "later", false, "list later incidents too")
	c.Flags().StringVar(&format, "format", "text", "how to print: text, json")
	c.Flags().IntVar(&most, "most", 5, "how many to list for an incident")
	return c
}

// lister prints what is like an incident.
type lister struct {
	wiki        *generator.Wiki
	most        int
	later, json bool
	to          io.Writer
}

func (s *lister) all() error {
	index := generator.Similar(s.wiki)
	lists := map[string][]similar.Match{}
	for _, e := range s.wiki.View.Entries() {
		if e.Broken {
			continue
		}
		lists[e.ID] = s.matches(index, e.ID)
		if !s.json {
			fmt.Fprintf(s.to, "%s  %s\n", e.ID, report.Visible(e.Title))
			s.print(lists[e.ID], "  ")
		}
	}
	if s.json {
		return report.JSON(s.to, lists)
	}
	return nil
}

func (s *lister) one(name string) error {
	index, id, err := s.find(name)
	if err != nil {
		return err
	}
	matches := s.matches(index, id)
	if s.json {
		return report.JSON(s.to, matches)
	}
	s.print(matches, "")
	return nil
}

// find takes an id, an incident's file, or the file of a draft.
func (s *lister) find(name string) (*similar.Index, string, error) {
	for _, candidate := range append([]string{name}, sourcePaths(s.wiki.Snapshot.Root, []string{name})...) {
		if e := s.wiki.Find(candidate); e != nil && !e.Broken {
			return generator.Similar(s.wiki), e.ID, nil
		}
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, "", fmt.Errorf("%s is no incident of the wiki, and no file", name)
	}
	if err != nil {
		return nil, "", err
	}
	index, id, _ := generator.SimilarToDraft(s.wiki, filepath.Base(name), text)
	if !index.Has(id) {
		return nil, "", fmt.Errorf("%s cannot be read: retrowiki check says why", name)
	}
	return index, id, nil
}

// least is the score from which on a person is bothered with it; programs get
// all.
func (s *lister) least() float64 {
	if s.json {
		return 0
	}
	return 0.15
}

func (s *lister) matches(index *similar.Index, id string) []similar.Match {
	if s.later {
		return index.Around(id, s.most, s.least())
	}
	return index.To(id, s.most, s.least())
}

func (s *lister) print(matches []similar.Match, indent string) {
	if len(matches) == 0 {
		fmt.Fprintln(s.to, indent+"Nothing like it was found.")
	}
	for _, m := range matches {
		title := ""
		if e := s.wiki.View.ByID(m.ID); e != nil {
			title = e.Title
		}
		fmt.Fprintf(s.to, "%s%.2f  %s  %s\n", indent, m.Score, m.ID, report.Visible(title))
		for _, why := range m.Why {
			fmt.Fprintf(s.to, "%s      %s\n", indent, report.Visible(why))
		}
	}
}
