package lint

import "strings"

var languageNameBesideMistake = language("language/name-beside-mistake",
	"A name beside a mistake is what everybody will remember of the incident. Names belong to what people saw and did, roles will do for the rest.",
	"puts a name beside a mistake",
	func(s *sentence, i int) int {
		if i >= len(s.words) || !s.named(i) {
			return 0
		}
		for k := i + 1; k < len(s.words) && k <= i+6; k++ {
			if strings.ContainsAny(s.passage.Text[s.words[k-1].end:s.words[k].start], ",:()") || s.is(k, "and but while when who that saw found noticed reported spotted") {
				return 0
			}
			if s.is(k, mistakes) && !s.is(k-1, "a an the this") {
				return k + 1 - i
			}
			if s.is(k, "by") && s.is(k+1, "mistake accident") {
				return k + 2 - i
			}
		}
		return 0
	},
	ask{"deleted removed dropped wiped", "How was it possible to remove this, and how did it look like the right thing to remove?"},
	ask{"", "How did it look right at that moment? Would a role say as much as the name?"},
)

// mistakes are words for having done something wrong.
var mistakes = strings.Join(strings.Fields(`forgot misconfigured broke mistyped misread misunderstood fat-fingered botched messed screwed accidentally mistakenly
	wrongly incorrectly inadvertently overlooked neglected`), " ")
