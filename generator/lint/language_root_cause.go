package lint

var languageRootCause = language("language/root-cause",
	"Complex systems fail for several reasons at once; one root cause is where somebody stopped asking (Cook, How Complex Systems Fail). "+
		"\"Root cause analysis\" as a name is fine.",
	"stops at one reason",
	func(s *sentence, i int) int {
		switch {
		case s.is(i, "the") && s.is(i+1, "single sole only one true real actual") && s.is(i+2, "root") && s.is(i+3, "cause"):
			return 4
		case s.is(i, "single sole") && s.is(i+1, "root") && s.is(i+2, "cause"):
			return 3
		case s.is(i, "the") && s.is(i+1, "root") && s.is(i+2, "cause"):
			for k := i + 3; k < len(s.words) && k < i+10; k++ {
				if s.is(k, "is was lies lay") {
					if s.is(k+1, "not still unknown unclear being never") {
						return 0
					}
					return 3
				}
				if s.is(k, "that which analysis we they") {
					return 0
				}
			}
		case i == 0 && s.is(0, "root") && s.is(1, "cause") && s.after(1) == ':':
			return 2
		}
		return 0
	},
	ask{"bug code defect regression", "How did it get through review, tests and rollout, and how could it hurt so much before it was seen?"},
	ask{"config configuration change deploy", "How did the change look safe, and what let it reach everyone at once?"},
	ask{"", "What else had to be so for this to happen? How did each of these come about?"},
)

// after is the character behind the i-th word.
func (s *sentence) after(i int) byte {
	if rest := s.passage.Text[s.words[i].end:]; rest != "" {
		return rest[0]
	}
	return 0
}
