package lint

var languageHumanError = language("language/human-error",
	"\"Human error\" names a person and ends the inquiry. What people did made sense to them at that moment; how it came to make sense is what "+
		"the next person can learn from.",
	"is where the digging begins, not where it ends",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "human operator pilot manual engineer developer") && s.is(i+1, "error errors mistake mistakes failure"):
			if s.is(i, "operator manual") && s.is(i+1, "errors failure") || s.is(i+2, "handling rate budget code codes message messages log logs") {
				return 0
			}
			return 2
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
