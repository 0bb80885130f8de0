package lint

import "strings"

var languageBlame = language("language/blame",
	"Blame makes the next report shorter. Assume good intent: everyone came to do their work well, with what they knew and had.",
	"judges a person",
	"fault blame blames blamed lack attention better careful attentive thorough diligent "+judgements,
	func(s *sentence, i int) int {
		switch {
		case s.is(i, judgements):
			return 1
		case s.is(i, "his her their my our") && s.is(i+1, "fault"), s.named2(i) && s.is(i+1, "fault"):
			return 2
		case s.is(i, "to") && s.is(i+1, "blame") && (s.is(i-1, "is was are were") || s.is(i-2, "is was are were")):
			return 2
		case s.is(i, "at") && s.is(i+1, "fault") && s.personBefore(i, 3):
			return 2
		case s.is(i, "fault") && s.is(i+1, "of") && (s.person(i+2) || s.is(i+2, "the our a an") && (s.person(i+3) || s.person(i+4))):
			return 2
		case s.is(i, "blame blames blamed") && s.person(i-1) && (s.person(i+1) || s.person(i+2) || s.is(i+1, "the our a an") && s.person(i+3)):
			return 1
		case s.is(i, "not wasn't weren't") && s.is(i+1, "careful attentive thorough diligent") && s.is(i+2, "enough") && s.personBefore(i, 3):
			return 3
		case s.is(i, "lack") && s.is(i+1, "of") && s.is(i+2, "attention care discipline diligence effort") && !s.is(i+3, "from by"):
			return 3
		case s.is(i, "not didn't wasn't weren't") && s.is(i+1, "paying pay") && s.is(i+2, "attention"):
			return 3
		case s.is(i, "should") && s.is(i+1, "know") && s.is(i+2, "better"), s.is(i, "have") && s.is(i+1, "known") && s.is(i+2, "better"):
			return 3
		}
		return 0
	},
	ask{"deploy deployed change changed merged pushed", "How did the change look safe to those who made it?"},
	ask{"alert alerts page paged monitoring dashboard", "How does an ordinary day with these alerts look?"},
	ask{"", "How did what was done look reasonable from where they stood?"},
)

// judgements are words that are said of people. Words that engineers say of
// machines too, such as laziness, dumb or bad, are not among them.
var judgements = strings.Join(strings.Fields(`careless carelessly carelessness negligent negligence sloppy sloppily sloppiness incompetent incompetence
	reckless recklessly recklessness irresponsible irresponsibly stupid stupidly stupidity inattentive inattention complacent complacency unprofessional idiot idiots`), " ")

// named2 reports whether the i-th word is somebody's, as in "Ann's fault".
func (s *sentence) named2(i int) bool {
	return i < len(s.words) && strings.HasSuffix(s.words[i].lower, "'s") && (s.named(i) || has(staff, strings.TrimSuffix(s.words[i].lower, "'s")))
}
