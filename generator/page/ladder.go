package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/generator/ladder"
)

// Ladder shows how deep the answers to a failure went, and whether they were
// there in time.
type Ladder struct {
	Summary string
	Rows    []LadderRow // a level each, the deepest first
	Steps   []LadderStep
	Left    int // earlier occurrences that are not shown
}

// LadderRow is a rung, seen over all occurrences.
type LadderRow struct {
	Level string
	Cells []LadderCell
}

// LadderCell is what was done on a rung after one occurrence. Mark is a
// ladder.Fate, "" for nothing.
type LadderCell struct {
	Mark    string
	Text    string
	Climbed bool // whether the ladder had been climbed to here by then
}

// LadderStep is an occurrence and the answers to it.
type LadderStep struct {
	Number  int
	Row     *Row
	Verdict string
	Again   bool
	Answers []LadderAnswer
	More    int
}

// LadderAnswer is a remediation and what had become of it by the next time.
type LadderAnswer struct {
	Link
	Level, Fate, Words string
}

// How many occurrences a ladder shows, the latest, and answers to each.
const (
	ladderSteps   = 10
	ladderAnswers = 12
)

// ladder is nil where a failure came only once.
func (b *Builder) ladder(l *ladder.Ladder) *Ladder {
	if l == nil || len(l.Steps) < 2 {
		return nil
	}
	p := &Ladder{Summary: ladderSummary(l), Left: max(0, len(l.Steps)-ladderSteps)}
	shown := l.Steps[p.Left:]
	for _, level := range slices.Backward(incident.Level("").Words()) {
		row := LadderRow{Level: level}
		for i := range shown {
			row.Cells = append(row.Cells, ladderCell(&shown[i], incident.Level(level)))
		}
		p.Rows = append(p.Rows, row)
	}
	for i := range shown {
		s := b.ladderStep(&shown[i])
		s.Number = p.Left + i + 1
		p.Steps = append(p.Steps, s)
	}
	return p
}

func (b *Builder) ladderStep(s *ladder.Step) LadderStep {
	step := LadderStep{Row: b.row(s.Entry), Verdict: s.Verdict(), Again: s.Again != ""}
	answers := slices.Clone(s.Answers)
	slices.SortStableFunc(answers, func(x, y ladder.Answer) int { return ladder.Depth(x.Level) - ladder.Depth(y.Level) })
	step.More = max(0, len(answers)-ladderAnswers)
	for _, a := range answers[:len(answers)-step.More] {
		step.Answers = append(step.Answers, LadderAnswer{
			Link:  Link{Name: a.Title, Path: RemediationPath(a.Entry.ID, a.ID)},
			Level: string(a.Level), Fate: string(a.Fate), Words: a.Words(),
		})
	}
	return step
}

// fates has the words for several answers on one rung, the best fate first.
var fates = []struct {
	fate ladder.Fate
	word string
}{
	{ladder.Before, "done before the next one"}, {ladder.Done, "done"}, {ladder.After, "done after the next one"},
	{ladder.Unknown, "done, unknown when"}, {ladder.Open, "not known to be done"}, {ladder.Parked, "parked"}, {ladder.Declined, "declined"},
}

func ladderCell(s *ladder.Step, level incident.Level) LadderCell {
	c := LadderCell{Climbed: ladder.Depth(level) <= ladder.Depth(s.Climbed)}
	var words []string
	for _, f := range fates {
		n := 0
		for _, a := range s.Answers {
			if a.Level == level && a.Fate == f.fate {
				n++
			}
		}
		if n == 0 {
			continue
		}
		if c.Mark == "" {
			c.Mark = string(f.fate)
		}
		words = append(words, fmt.Sprintf("%d %s", n, f.word))
	}
	c.Text = orElse(strings.Join(words, ", "), "nothing")
	return c
}

// ladderSummary says how high the ladder has been climbed.
func ladderSummary(l *ladder.Ladder) string {
	last := &l.Steps[len(l.Steps)-1]
	again, asked := 0, incident.Level("")
	for i := range l.Steps {
		if l.Steps[i].Again != "" {
			again++
		}
		for _, a := range l.Steps[i].Answers {
			if a.Fate != ladder.Declined && ladder.Depth(a.Level) > ladder.Depth(asked) {
				asked = a.Level
			}
		}
	}
	text := fmt.Sprintf("It came %s. ", times(len(l.Steps)))
	if climbed := last.Climbed; climbed != "" {
		text += fmt.Sprintf("The deepest answer that was in place is %s.", ladder.Article(climbed))
	} else {
		text += "No answer is known to have been in place before the next one."
	}
	if again > 0 {
		text += fmt.Sprintf(" %s the same level was the answer again.", capital(times(again)))
	}
	if ladder.Depth(asked) > ladder.Depth(last.Climbed) {
		text += fmt.Sprintf(" The ideas that are written down would climb to %s.", asked)
	}
	return text
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// factorLadder is the ladder of a factor.
func (b *Builder) factorLadder(t *collection.Term) *Ladder {
	if t.Taxonomy != "factors" {
		return nil
	}
	return b.ladder(ladder.Of(b.View, t))
}

// chainLadder is the ladder of an incident's recurrences.
func (b *Builder) chainLadder(e *collection.Entry) *ladder.Ladder {
	b.chainsOnce.Do(func() { b.chains = ladder.NewChains(b.View) })
	return b.chains.Of(e)
}

func (b *Builder) sameAgain(e *collection.Entry) *SameAgain {
	again, ok := b.chainLadder(e).SameAgain(e)
	if !ok {
		return nil
	}
	p := &SameAgain{Words: asSentence(again.Words())}
	for _, level := range again.Higher() {
		p.Higher = append(p.Higher, string(level))
	}
	return p
}
