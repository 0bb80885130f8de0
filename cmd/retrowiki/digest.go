package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/report"
)

func digestCommand(a *app) *cobra.Command {
	var since, until, format string
	c := &cobra.Command{
		Use:   "digest",
		Short: "Tell what a week brought: what is new, what came back, what was done",
		Long: `Tell what a week, or another time, brought, as Markdown for a chat or a discussion: new and
updated incidents, recurrences and what became of the earlier remediations, what was done,
what is overdue or waiting, and big projects that have a better case than before. Nobody
is mentioned by it.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains([]string{"markdown", "json"}, format) {
				return usageError{fmt.Errorf("unknown format %q: want markdown, json", format)}
			}
			from, to, err := period(since, until, a.today())
			if err != nil {
				return usageError{err}
			}
			o, err := a.options()
			if err != nil {
				return err
			}
			wiki, err := generator.Load(c.Context(), o)
			if err != nil {
				return err
			}
			defer wiki.Close()
			d := generator.Digest(wiki, from, to)
			if format == "json" {
				return report.JSON(a.stdout, d)
			}
			_, host, _ := strings.Cut(strings.TrimSuffix(a.getenv("GITHUB_SERVER_URL"), "/"), "://")
			_, err = fmt.Fprint(a.stdout, d.Markdown(host))
			return err
		},
	}
	c.Flags().StringVar(&since, "since", "1w", "from when on: a day, a time, or how long ago, such as 10d or 2w")
	c.Flags().StringVar(&until, "until", "", "up to when: a day, which is not part of it, or a time (default now)")
	c.Flags().StringVar(&format, "format", "markdown", "how to print: markdown, json")
	return c
}

// period reads --since and --until; how long ago counts from the end.
func period(since, until string, now time.Time) (from, to time.Time, err error) {
	to = now
	if until != "" {
		if to, err = moment(until); err != nil {
			return from, to, fmt.Errorf("--until %w", err)
		}
	}
	if days, ok := daysAgo(since); ok {
		from = to.AddDate(0, 0, -days)
	} else if from, err = moment(since); err != nil {
		return from, to, fmt.Errorf("--since %w, or how long ago, such as 10d or 2w", err)
	}
	if !from.Before(to) {
		return from, to, errors.New("--since lies after the end of the time: give an earlier one")
	}
	return from, to, nil
}

func moment(text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q: want a day such as 2014-11-24, or a time such as 2014-11-24T03:12:00Z", text)
}

func daysAgo(text string) (int, bool) {
	unit := map[byte]int{'d': 1, 'w': 7}
	if text == "" || unit[text[len(text)-1]] == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	return n * unit[text[len(text)-1]], err == nil && n > 0 && n <= 10_000
}
