// Package corpus makes incidents to measure with: seeded, so that the same
// numbers give the same bytes, and shaped like real ones.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// File is one incident of a corpus.
type File struct {
	Path string
	Data []byte
}

// Corpus makes incidents one at a time.
type Corpus struct {
	seed  uint64
	words []string
}

// New makes the vocabulary of a seed: 4,000 words whose frequencies fall as in
// real text.
func New(seed uint64) *Corpus {
	r := rand.New(rand.NewPCG(seed, 1))
	syllables := strings.Fields("ba ce di fo gu la me ni or pu ra se ti vo al en is un tra ple con ver ing er ment ous")
	c := &Corpus{seed: seed}
	seen := map[string]bool{}
	for len(c.words) < 4000 {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			c.words = append(c.words, w)
		}
	}
	return c
}

var (
	services = strings.Fields("api web database queue search cache dns billing auth storage mail cdn scheduler registry proxy metrics logs builds deploys runtime")
	factors  = strings.Fields("integer-exhaustion missing-guardrail slow-schema-change wide-blast-radius stale-runbook retry-storm capacity hidden-dependency manual-step no-alert thundering-herd certificate-expiry clock-skew")
	levels   = strings.Fields("fix tooling process automation inputs")
	sizes    = strings.Fields("XS S M L XL moonshot")
	people   = strings.Fields("lex jim courtney kim joy hunner noor ines tomas amir dana ewa")
)

// ID is the id of the n-th incident of a corpus.
func ID(n int) string {
	return fmt.Sprintf("%s-incident-%06d", day(n).Format("2006-01-02"), n)
}

// IsID tells the id of an incident from other names.
func IsID(name string) bool {
	_, number, found := strings.Cut(name, "-incident-")
	return found && len(number) == 6
}

// day spreads a hundred incidents over each month from 2014 on.
func day(n int) time.Time {
	return time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * 8 * time.Hour)
}

// Path is where the n-th incident stands.
func Path(n int) string { return fmt.Sprintf("incidents/%d/%s.md", day(n).Year(), ID(n)) }

// File makes the n-th incident in a version: later versions have one more
// line each.
func (c *Corpus) File(n, version int) File {
	r := rand.New(rand.NewPCG(c.seed, uint64(n)+2))
	var b strings.Builder
	began := day(n).Add(time.Duration(r.IntN(480)) * time.Minute)
	c.frontmatter(&b, r, n, began)
	fmt.Fprintf(&b, "\n## Summary\n\n%s\n\n## Timeline\n\n", c.paragraph(r, 60))
	c.timeline(&b, r, began)
	fmt.Fprintf(&b, "\n## What happened\n\n%s\n\n", c.paragraph(r, 90))
	fmt.Fprintf(&b, "```sql\nSELECT %s, count(*) FROM %s WHERE id > %d GROUP BY 1 ORDER BY 2 DESC;\n```\n\n", c.word(r), c.word(r), r.IntN(1<<30))
	if n > 10 {
		other := n - 1 - r.IntN(10)
		fmt.Fprintf(&b, "It looked like [%s](../%d/%s.md), and like [[%s]].\n\n", c.phrase(r, 3), day(other).Year(), ID(other), ID(n-10))
	}
	fmt.Fprintf(&b, "| %s | %s |\n| --- | --- |\n", c.word(r), c.word(r))
	for range 4 {
		fmt.Fprintf(&b, "| %s | %d |\n", c.phrase(r, 2), r.IntN(1000))
	}
	fmt.Fprintf(&b, "\n## What went well\n\n- %s\n- %s\n\n## Lessons\n\n%s\n", c.phrase(r, 9), c.phrase(r, 8), c.paragraph(r, 70))
	for v := range version {
		fmt.Fprintf(&b, "\nEdited a %d. time.\n", v+1)
	}
	return File{Path: Path(n), Data: []byte(b.String())}
}

func (c *Corpus) frontmatter(b *strings.Builder, r *rand.Rand, n int, began time.Time) {
	const stamp = "2006-01-02T15:04:05Z"
	factor := factors[r.IntN(len(factors))]
	fmt.Fprintf(b, "---\ntitle: %s\nsummary: >\n  %s\nseverity: SEV%d\nstatus: published\nvisibility: internal\n", c.phrase(r, 6), c.phrase(r, 25), 1+r.IntN(4))
	fmt.Fprintf(b, "services: [%s, %s]\ntags: [%s, %s]\n", pick(r, services), pick(r, services), c.words[r.IntN(60)], c.words[r.IntN(60)])
	fmt.Fprintf(b, "impact_started_at: %s\ndetected_at: %s\nmitigated_at: %s\nresolved_at: %s\n", began.Format(stamp),
		began.Add(5*time.Minute).Format(stamp), began.Add(45*time.Minute).Format(stamp), began.Add(70*time.Minute).Format(stamp))
	fmt.Fprintf(b, "roles:\n  commander: %s\n  facilitator: %s\nparticipants: [%s]\n", pick(r, people), pick(r, people), pick(r, people))
	fmt.Fprintf(b, "customer_impact:\n  summary: %s\n  customers: %d\ncontributing_factors: [%s]\n", c.phrase(r, 14), r.IntN(9000), factor)
	if n > 0 && n%20 == 0 {
		fmt.Fprintf(b, "recurrence_of: [%s]\n", ID(n-20))
	}
	b.WriteString("remediations:\n")
	for k := range 5 {
		fmt.Fprintf(b, "  - id: item-%d\n    title: %s\n    description: |\n      %s\n    level: %s\n    size: %s\n    decision: accepted\n    factors: [%s]\n",
			k, c.phrase(r, 6), c.phrase(r, 14), pick(r, levels), pick(r, sizes), factor)
	}
	b.WriteString("---\n")
}

func (c *Corpus) timeline(b *strings.Builder, r *rand.Rand, began time.Time) {
	at := began
	for k := range 12 {
		layout := "15:04"
		if k == 0 {
			layout = "2006-01-02 15:04 UTC"
		}
		fmt.Fprintf(b, "- %s - %s @%s\n", at.Format(layout), c.phrase(r, 9), pick(r, people))
		at = at.Add(time.Duration(1+r.IntN(9)) * time.Minute)
	}
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// word picks a word so that few are frequent and most are rare.
func (c *Corpus) word(r *rand.Rand) string {
	return c.words[int(float64(len(c.words))*r.Float64()*r.Float64()*r.Float64())]
}

func (c *Corpus) phrase(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.word(r))
	}
	return b.String()
}

func (c *Corpus) paragraph(r *rand.Rand, words int) string {
	var b strings.Builder
	for done := 0; done < words; done += 12 {
		if done > 0 {
			b.WriteString(". ")
		}
		s := c.phrase(r, 12)
		b.WriteString(strings.ToUpper(s[:1]) + s[1:])
	}
	b.WriteByte('.')
	return b.String()
}
