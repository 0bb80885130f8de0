package lint

var languageLeftToMemory = language("language/left-to-memory",
	"That somebody forgot says that something had to be remembered. Memory is no safeguard; what reminds, or makes remembering needless, is.",
	"was left to memory",
	"forgot forgotten forgets",
	func(s *sentence, i int) int {
		if i > 0 && s.named(i-1) {
			return 0 // language/name-beside-mistake asks for more
		}
		if s.is(i, "forgot forgotten forgets") && (s.personBefore(i, 2) || s.is(i-1, "ops operations support") || s.is(i-1, "was were been")) && (s.is(i+1, "to about that the a") || s.is(i-1, "was were been")) {
			return 1
		}
		return 0
	},
	ask{"", "How did this come to depend on somebody's memory, and what could remember it instead?"},
)
