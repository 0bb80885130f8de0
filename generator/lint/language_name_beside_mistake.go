package lint

import "strings"

var languageNameBesideMistake = language("language/name-beside-mistake",
	"A name beside a mistake is what everybody will remember of the incident. Names belong to what people saw and did, roles will do for the rest.",
	"puts a name beside a mistake",
	"mistake accident error fault wrong "+mistakes,
	func(s *sentence, i int) int {
		if s.is(i, "by") && i+1 < len(s.words) && s.named(i+1) && (s.is(i-1, "mistake accident") || s.is(i-2, "accidentally mistakenly wrongly incorrectly inadvertently")) {
			return 2
		}
		if i >= len(s.words) || !s.named(i) {
			return 0
		}
		if strings.HasSuffix(s.words[i].lower, "'s") {
			if s.is(i+1, "mistake error") {
				return 2
			}
			return 0 // what Ann's dashboard does is not what Ann does
		}
		return s.mistake(i)
	},
	ask{"deleted removed dropped wiped", "How was it possible to remove this, and how did it look like the right thing to remove?"},
	ask{"", "How did it look right at that moment? Would a role say as much as the name?"},
)

// mistakes are words for having done something wrong.
var mistakes = strings.Join(strings.Fields(`forgot misconfigured broke mistyped misread misunderstood fat-fingered botched messed screwed accidentally mistakenly
	wrongly incorrectly inadvertently overlooked neglected`), " ")

// elseDoes are words after which a sentence that began with a name goes on to
// tell of something else.
const elseDoes = "and but while when who that whether because since after saw found noticed reported spotted asked said told thought was were is fixed " +
	"corrected reverted"

// does are words for doing something, which can be done to the wrong thing.
const does = "pushed deleted dropped removed ran deployed applied picked chose selected typed entered edited changed restarted merged set powered unplugged " +
	"rebooted wiped used"

// mistake is how many words it takes from a name, the i-th word, to a word
// that says what went wrong; 0 if the clause tells of no mistake.
func (s *sentence) mistake(i int) int {
	for k := i + 1; k < len(s.words) && k <= i+6; k++ {
		if strings.ContainsAny(s.passage.Text[s.words[k-1].end:s.words[k].start], ",:()") || s.is(k, elseDoes) {
			return 0
		}
		switch {
		case s.is(k, mistakes) && !s.is(k-1, "a an the this"):
			return k + 1 - i
		case s.is(k, "by") && s.is(k+1, "mistake accident"), s.is(k, "the a") && s.is(k+1, "wrong") && s.is(k-1, does), s.is(k, "a") && s.is(k+1, "mistake") && s.is(k-1, "made"):
			return k + 2 - i
		}
	}
	return 0
}
