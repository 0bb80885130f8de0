package lint

import "strings"

var languageHindsight = language("language/hindsight",
	"\"They should have\" compares what people did with what is known now, and tells nothing of what they knew then (counterfactual thinking; "+
		"Dekker, The Field Guide to Understanding Human Error).",
	"tells what did not happen",
	"should could must ought shouldn't should've could've only",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "should could must ought shouldn't"):
			n := i + 1
			if s.is(i, "ought") && s.is(n, "to") {
				n++
			}
			if s.is(n, "not never also perhaps really probably just simply") {
				n++
			}
			// "Teams should have access" is a wish; "known better" is language/blame's.
			if !s.is(n, "have") || !s.participle(n+1) || s.is(n+1, "known") && s.is(n+2, "better") {
				return 0
			}
			if s.is(n+1, "been") && s.is(n+2, humanDeeds) || s.personBefore(i, 3) && n+1 < len(s.words) && !s.is(i, "could must") || s.personBefore(i, 2) && s.is(n+1, humanDeeds) {
				return n + 1 - i
			}
		case s.is(i, "should've could've"):
			if s.personBefore(i, 3) {
				return 1
			}
		case s.is(i, "if") && s.is(i+1, "only") && s.person(i+2):
			return 3
		}
		return 0
	},
	ask{"noticed seen spotted caught detected known realised realized looked", "How did it look at the time? What was there to be seen, and where would somebody have seen it?"},
	ask{"tested reviewed checked verified test review", "How did the checks that there were make this look safe?"},
	ask{"escalated asked told called communicated paged", "How did the situation look to those who were there, and how would they have known whom to call?"},
	ask{"", "How did what was done make sense with what was known then?"},
)

// humanDeeds are what people are blamed for not having done. A machine "should
// have been restarted" too, but not "noticed".
var humanDeeds = strings.Join(strings.Fields(`noticed seen spotted caught detected known realised realized looked tested reviewed checked verified escalated asked
	told called communicated read done thought foreseen anticipated double-checked questioned remembered avoided prevented`), " ")

// participle reports whether the i-th word says what would have been done.
func (s *sentence) participle(i int) bool {
	return i < len(s.words) && (strings.HasSuffix(s.words[i].lower, "ed") || s.is(i, irregular))
}

var irregular = strings.Join(strings.Fields(`been had done gone known seen told said caught found thought taken made let kept held read sent set put run come left
	written chosen given built brought cut hit paid shown spoken begun drawn forgotten foreseen understood got gotten driven felt`), " ")
