package lint

import "strings"

var languageRootCause = language("language/root-cause",
	"Complex systems fail for several reasons at once; one root cause is where somebody stopped asking (Cook, How Complex Systems Fail). "+
		"\"Root cause analysis\" as a name is fine.",
	"stops at one reason",
	"root",
	func(s *sentence, i int) int {
		root := i
		of := s.is(root, "the a this") || i < len(s.words) && strings.HasSuffix(s.words[i].lower, "'s")
		if of {
			root++
		}
		alone := s.is(root, "single sole only one true real actual")
		if alone || s.is(root, "main primary underlying ultimate") {
			root++
		}
		if !s.is(root, "root") || !s.is(root+1, "cause") || s.is(root+2, "analysis section field form template column tag page label heading question document") {
			return 0
		}
		found, unknown := s.settles(root + 2)
		switch {
		case unknown:
			return 0
		case alone, found && (of || root == 0), root == 0 && s.after(1) == ':':
			return root + 2 - i
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

// settles reports whether a verb from the i-th word on says what the one cause
// is, or that nobody knows.
func (s *sentence) settles(i int) (found, unknown bool) {
	for k := i; k < len(s.words) && k < i+7; k++ {
		switch {
		case s.is(k, "is was lies lay") || s.is(k, "has") && s.is(k+1, "been"):
			unknown = s.is(k+1, "not still unknown unclear being never") || s.is(k+2, "not still unknown unclear")
			return !unknown, unknown
		case s.is(k, "turned") && s.is(k+1, "out"), s.is(k, "to") && s.is(k+1, "be"):
			return true, false
		case s.is(k, "that which we they"):
			return false, false
		}
	}
	return false, false
}
