package similar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// vocabulary turns texts into stems and kinds of failure. Each spelling is
// stemmed once.
type vocabulary struct {
	spelt map[string]*spelling
	words *counter
	kinds matcher
}

// spelling is a word as it was written.
type spelling struct {
	word    int32   // the feature of its stem; -1 if it tells nothing
	uses    int     // how often it was met
	places  []place // where its stem belongs in the signs of kinds
	surface string
}

func newVocabulary(words, kinds *counter) *vocabulary {
	return &vocabulary{spelt: map[string]*spelling{}, words: words, kinds: newMatcher(kinds)}
}

// read counts the words of texts that stand one after another, and the kinds of
// failure that they speak of.
func (v *vocabulary) read(wordWeight, kindWeight float32, texts ...string) {
	v.kinds.begin()
	for _, text := range texts {
		spellings(text, func(b []byte) {
			s := v.spelt[string(b)]
			if s == nil {
				s = v.learn(string(b))
			}
			s.uses++
			v.kinds.next(s.places, kindWeight)
			if s.word >= 0 {
				v.words.count(s.word, wordWeight)
			}
		})
	}
}

func (v *vocabulary) learn(surface string) *spelling {
	stem := stemOf(surface)
	s := &spelling{word: -1, places: v.kinds.places[stem], surface: surface}
	// Short numbers are such as the hours of a timeline.
	short := len(surface) < 4 && isDigit(surface[0]) && isDigit(surface[len(surface)-1])
	if !common[surface] && !short {
		s.word = v.words.feature(stem)
	}
	v.spelt[surface] = s
	return s
}

// surfaces gives for each word's feature the form that the texts use most.
func (v *vocabulary) surfaces() []string {
	best := make([]*spelling, len(v.words.names))
	for _, s := range v.spelt {
		if s.word < 0 {
			continue
		}
		if b := best[s.word]; b == nil || s.uses > b.uses || s.uses == b.uses && s.surface < b.surface {
			best[s.word] = s
		}
	}
	names := make([]string, len(best))
	for i, s := range best {
		names[i] = s.surface
	}
	return names
}

// stemOf is the stem of a lower-case word; numbers and names with digits are
// their own.
func stemOf(s string) string {
	if strings.ContainsAny(s, "0123456789^") {
		return s
	}
	return english.Stem(s, true)
}

// spellings finds the words of a text, in lower case. Letters, digits and ^
// make a word; a comma or point between digits is passed over, so that
// 2,147,483,647 is one number. What follows "](" in Markdown is an address and
// no text.
func spellings(text string, each func([]byte)) {
	var buffer [64]byte
	w := buffer[:0]
	flush := func() {
		if len(w) > 1 && len(w) < 40 {
			each(w)
		}
		w = w[:0]
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '^':
			w = append(w, c)
		case 'A' <= c && c <= 'Z':
			w = append(w, c+'a'-'A')
		case c == ',' && len(w) > 0 && isDigit(w[len(w)-1]) && i+3 < len(text) && isDigit(text[i+1]) && isDigit(text[i+2]) && isDigit(text[i+3]):
		case c == ']' && strings.HasPrefix(text[i:], "]("):
			flush()
			if end := strings.IndexByte(text[i:min(len(text), i+500)], ')'); end > 0 {
				i += end
			}
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				w = utf8.AppendRune(w, unicode.ToLower(r))
			} else {
				flush()
			}
			i += size
			continue
		default:
			flush()
		}
		i++
	}
	flush()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// plain makes two spellings of a term one: "Integer Overflow" and
// "integer-overflow".
func plain(term string) string {
	var words []string
	spellings(term, func(w []byte) { words = append(words, string(w)) })
	return strings.Join(words, " ")
}

// common are words that every incident has, and that tell nothing of it.
var common = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`a about above after again against all almost also although always am an and another any are around as at away back be became
		because become been before began begin being below between both but by came can cannot come could day days did do does doing done down during each either
		else end engineer engineers enough even every few first for found from further gave get give go got had happened has have having he her here high him his
		hour hours how however i if impact in incident incidents into is it its itself just kept knew know known last later least less let like long longer look made
		make many may meant might min minute minutes more morning most much must my near need never new next night no none nor not nothing noticed now of off often
		old on once one only onto or other others our out outage over own part people per problem quite rather really reported right said same saw say second
		seconds see seen several she should show since so some someone something soon still stood such take taken team than that the their them then there these
		they thing things this those though three through till time times to today together told too took toward towards tried turned two under until up upon us
		use used users user usual utc very want was way we well went were what when where whether which while who whole whom whose why will with within without
		work worked would yet you your service services customer customers system systems page status issue affected caused cause led including number`) {
		m[w] = true
	}
	return m
}()
