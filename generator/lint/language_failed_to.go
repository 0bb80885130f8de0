package lint

var languageFailedTo = language("language/failed-to",
	"A process may fail to start. Of a person it says only what they did not do, and hides what they were doing instead, and why that looked right.",
	"says what somebody did not do",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "failed fails neglected") && s.is(i+1, "to") && s.personBefore(i, 2) && !s.thing(i):
			return 2
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

// thing reports whether what stands right before the i-th word is no person
// but something of one: "the team's deploy failed to start".
func (s *sentence) thing(i int) bool { return i > 0 && !s.person(i-1) }
