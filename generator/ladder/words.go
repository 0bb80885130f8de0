package ladder

import (
	"fmt"
	"strings"

	"github.com/retrowiki/retrowiki/generator/incident"
)

// Verdict says in a sentence or two what a step came to.
func (s *Step) Verdict() string {
	switch {
	case len(s.Answers) == 0:
		return "No remediation was written down."
	case s.Next == nil:
		return s.sofar()
	case s.Again != "":
		return fmt.Sprintf("%s again: the answer that was in place was on the same level as before, and it happened again.", capital(Article(s.Again)))
	case s.Reached != "":
		return fmt.Sprintf("In place before the next one began: %s.", levels(s.Answers, Before))
	case s.count(Before) > 0:
		return fmt.Sprintf("%s done before the next one began; at which level was not written down.", wasWere(s.count(Before)))
	}
	return "Nothing of this is known to have been done by the day the next one began." + s.waiting()
}

// sofar is the verdict of the last occurrence.
func (s *Step) sofar() string {
	switch {
	case s.Again != "" && Depth(s.Asked) > Depth(s.Climbed):
		return fmt.Sprintf("Done so far: %s, as before. What is still to do would climb to %s.", s.Again, s.Asked)
	case s.Again != "":
		return fmt.Sprintf("%s again: the same level of answer as before. What would one rung higher look like?", capital(Article(s.Again)))
	case s.Reached != "" && Depth(s.Asked) > Depth(s.Reached):
		return fmt.Sprintf("Done so far: %s. What is still to do would climb to %s.", levels(s.Answers, Done), s.Asked)
	case s.Reached != "":
		return fmt.Sprintf("Done so far: %s.", levels(s.Answers, Done))
	}
	return "Nothing of this is known to be done so far." + s.waiting()
}

// waiting says how deep it would have gone.
func (s *Step) waiting() string {
	if s.Asked == "" {
		return ""
	}
	return fmt.Sprintf(" What was asked for goes as deep as %s.", s.Asked)
}

func (s *Step) count(f Fate) (n int) {
	for _, a := range s.Answers {
		if a.Fate == f {
			n++
		}
	}
	return n
}

// Words says what became of a remediation, as seen from the next occurrence.
func (a Answer) Words() string {
	switch a.Fate {
	case Before:
		return "done before the next one" + a.by()
	case After:
		return "done, but only after the next one" + a.by()
	case Done:
		return "done" + a.by()
	case Open:
		if a.State.Settled() || a.State == "parked" {
			return "open when the next one began, " + a.State.Words() + " since"
		}
		return "not known to be done"
	case Unknown:
		return "done; whether before the next one is unknown: " + a.Why
	}
	return string(a.Fate)
}

// by is the day and who says so. A file's own word needs no witness.
func (a Answer) by() string {
	if !a.On.At.Known() {
		return ""
	}
	day := ", on " + a.On.At.Time.Format("2 January 2006")
	if a.On.At.Approximate {
		day = ", about " + a.On.At.Time.Format("2 January 2006")
	}
	if a.On.By == ByFile {
		return day
	}
	return day + " by " + string(a.On.By)
}

// levels lists the levels that were reached, the shallowest first.
func levels(answers []Answer, fate Fate) string {
	var words []string
	for _, l := range incident.Level("").Words() {
		for _, a := range answers {
			if a.Fate == fate && string(a.Level) == l {
				words = append(words, l)
				break
			}
		}
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func wasWere(n int) string {
	if n == 1 {
		return "One remediation was"
	}
	return fmt.Sprintf("%d remediations were", n)
}

// Article is a level as something that can be done.
func Article(l incident.Level) string {
	switch l {
	case incident.LevelFix:
		return "a fix"
	case incident.LevelProcess:
		return "a change of process"
	case incident.LevelInputs:
		return "a change of the inputs"
	}
	return string(l)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
