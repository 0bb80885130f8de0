package lint

import "strings"

var languageFailedTo = language("language/failed-to",
	"A process may fail to start. Of a person it says only what they did not do, and hides what they were doing instead, and why that looked right.",
	"says what somebody did not do",
	"failed fails neglected bother bothered",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "failed fails neglected") && s.is(i+1, "to") && s.doer(i, i+2):
			return 2
		case i < len(s.words) && s.person(i) && s.is(i+1, "bothered") && s.is(i+2, "to"):
			return 3
		case s.is(i, "didn't did") && (s.is(i+1, "bother") || s.is(i+1, "not") && s.is(i+2, "bother")):
			return 2
		}
		return 0
	},
	ask{"notice see spot detect realise realize recognise recognize", "How would it have shown? What were they looking at instead, and how did that seem to matter more?"},
	ask{"follow procedure process runbook checklist", "How does the work go on an ordinary day, and how does the procedure fit it?"},
	ask{"test check verify review validate", "How did the change look safe without it? How hard is that check to do?"},
	ask{"", "What did they do, and how did it make sense at the time?"},
)

// doer reports whether somebody stands right before the i-th word, but for an
// adverb, as its subject. "The team's deploy" is no person, and an operator
// that reconciles is none either. verb is the word that says what was not done.
func (s *sentence) doer(i, verb int) bool {
	who := i - 1
	if who > 0 && strings.HasSuffix(s.words[who].lower, "ly") {
		who--
	}
	switch {
	case s.is(who, "operator operators"):
		return !s.is(verb, "reconcile start restart sync watch install create update acquire upgrade deploy elect connect")
	case s.is(who, "ops operations support management"):
		return s.is(verb, "follow notice check test review escalate communicate tell inform see act")
	}
	return s.person(who)
}
