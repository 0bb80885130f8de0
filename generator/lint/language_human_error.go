package lint

import "strings"

var languageHumanError = language("language/human-error",
	"\"Human error\" names a person and ends the inquiry. What people did made sense to them at that moment; how it came to make sense is what "+
		"the next person can learn from.",
	"is where the digging begins, not where it ends",
	"error errors mistake mistakes failure human-error fat-finger fat-fingered fat-fingering fat",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "human operator pilot manual engineer developer") && s.is(i+1, "error errors mistake mistakes failure"):
			if s.is(i, "operator manual") && s.is(i+1, "errors failure") || s.is(i+2, aboutErrors) {
				return 0
			}
			// Machines have operators too: "the Postgres operator error".
			if s.is(i, "operator") && i > 0 && !s.is(i-1, "an by to was is of through from simple plain pure as and or") {
				return 0
			}
			return 2
		case s.is(i, "human-error") && !s.is(i+1, aboutErrors):
			return 1
		case i < len(s.words) && s.is(i+1, "error mistake") && strings.HasSuffix(s.words[i].lower, "'s") && has(staff, strings.TrimSuffix(s.words[i].lower, "'s")):
			return 2
		case i > 0 && s.named(i-1):
			return 0 // language/name-beside-mistake asks for more
		case s.is(i, "fat-finger fat-fingered fat-fingering"):
			return 1
		case s.is(i, "fat") && s.is(i+1, "finger fingers fingered fingering"):
			return 2
		}
		return 0
	},
	ask{"command commands typed terminal shell script run ran", "How did the command look right, and how could the tool have told that it was not?"},
	ask{"config configuration setting settings flag value", "How did this value pass for a good one, from the editor to production?"},
	ask{"deploy deployed deployment release released merge merged", "How did each step on the way to production make this change look safe?"},
	ask{"", "How did what was done make sense at that moment? What did the screen, the docs and the clock say?"},
)

// aboutErrors are words before which an error is a thing of programs.
const aboutErrors = "handling handler rate rates budget code codes message messages log logs page pages class classes"
