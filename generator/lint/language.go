package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/retrowiki/retrowiki/generator/diag"
	"github.com/retrowiki/retrowiki/generator/markdown"
)

// The rules of the family "language" look for words that stop an inquiry, and
// answer with a question that goes on with it, in the spirit of John Allspaw's
// Infinite Hows (https://www.oreilly.com/radar/the-infinite-hows/): how, not
// who and not why. They read English, leave out code, links, quotations and
// headings, and would rather be silent than wrong.

// phrase is a rule's look at a sentence from its i-th word on: how many words
// it finds fault with, 0 for none.
type phrase func(s *sentence, i int) int

// cues has, for each word that some rule of the family cannot do without, a
// bit for each such rule. Most sentences have none, and no rule looks at them.
var cues = map[string]uint{}

var rulesWithCues = 0

// enough is how many remarks a rule makes on one incident: nobody learns more
// from the next, and a file of nothing else would keep check busy for minutes.
const enough = 20

// language makes a rule of a phrase, which has at least one of the words in
// needs. message says what is wrong with the words that were found, asks are
// what to ask instead.
func language(name, doc, message, needs string, find phrase, asks ...ask) Rule {
	bit := uint(1) << rulesWithCues
	rulesWithCues++
	for w := range strings.FieldsSeq(needs) {
		cues[w] |= bit
	}
	return Rule{
		Name: name, Severity: diag.Advice, Doc: doc + " English text only, and at most twenty remarks on an incident.", Inner: true,
		Check: func(p *Pass) {
			remarks := 0
			for _, s := range p.sentences() {
				if s.cues&bit == 0 {
					continue
				}
				if remarks == enough {
					return
				}
				for i := 0; i < len(s.words); i++ {
					n := find(s, i)
					if n == 0 || s.denied(i) {
						continue
					}
					remarks++
					p.ReportAt(s.span(i, i+n), question(s, asks), "%q %s", s.text(i, i+n), message)
					break // one question for a sentence is enough
				}
			}
		},
	}
}

// ask is a question, and words that make it the fitting one; the last of a
// list has none.
type ask struct{ words, question string }

func question(s *sentence, asks []ask) string {
	for _, a := range asks {
		if a.words == "" || s.hasAny(a.words) {
			return a.question
		}
	}
	return ""
}

// sentence is a sentence of an incident's text in words.
type sentence struct {
	passage *markdown.Passage
	words   []token
	people  map[string]bool // names that the incident uses, in lower case
	cues    uint            // the rules that one of the words is a cue for
}

// token is a word in lower case, and where it stands in its passage.
type token struct {
	lower      string
	start, end int
}

// sentences reads all of the incident's prose once for all rules.
func (p *Pass) sentences() []*sentence {
	if p.prose != nil {
		return *p.prose
	}
	var all []*sentence
	people := map[string]bool{}
	for _, name := range p.Entry.People() {
		people[strings.ToLower(name)] = true
		if first, _, more := strings.Cut(strings.ToLower(name), " "); more {
			people[first] = true
		}
	}
	read := func(passages []markdown.Passage) {
		for i := range passages {
			if !passages[i].Heading {
				all = append(all, split(&passages[i], people)...)
			}
		}
	}
	read(p.Entry.Doc.Prose())
	fields := make([]string, 0, len(p.Entry.Fragments))
	for field := range p.Entry.Fragments {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		read(p.Entry.Fragments[field].Prose())
	}
	p.prose = &all
	return all
}

// split parts a passage at full stops, question marks and the like.
func split(passage *markdown.Passage, people map[string]bool) []*sentence {
	var all []*sentence
	s := &sentence{passage: passage, people: people}
	end := func() {
		if len(s.words) > 0 {
			all = append(all, s)
		}
		s = &sentence{passage: passage, people: people}
	}
	text := passage.Text
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case inWord(r):
			start := i
			for i < len(text) {
				r, size := utf8.DecodeRuneInString(text[i:])
				if !inWord(r) && !(r == '\'' || r == '’' || r == '-') {
					break
				}
				i += size
			}
			w := strings.TrimRight(text[start:i], "'’-")
			lower := strings.ReplaceAll(strings.ToLower(w), "’", "'")
			s.words = append(s.words, token{lower, start, start + len(w)})
			s.cues |= cues[lower]
			continue
		case r == '.' || r == '!' || r == '?' || r == ';':
			if next, _ := utf8.DecodeRuneInString(text[i+size:]); i+size == len(text) || unicode.IsSpace(next) {
				end()
			}
		}
		i += size
	}
	end()
	return all
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '@' || r == '_' }

func (s *sentence) span(from, to int) diag.Span {
	return s.passage.Span(s.words[from].start, s.words[to-1].end)
}

// text is the words as they were written.
func (s *sentence) text(from, to int) string {
	return s.passage.Text[s.words[from].start:s.words[to-1].end]
}

// is reports whether the i-th word is one of the words given.
func (s *sentence) is(i int, words string) bool {
	return i >= 0 && i < len(s.words) && has(words, s.words[i].lower)
}

// hasAny reports whether the sentence has any of the words.
func (s *sentence) hasAny(words string) bool {
	return slices.ContainsFunc(s.words, func(w token) bool { return has(words, w.lower) })
}

// has reports whether a word is one of a list parted by blanks.
func has(list, w string) bool {
	for len(list) > 0 {
		first, rest, _ := strings.Cut(list, " ")
		if first == w {
			return true
		}
		list = rest
	}
	return false
}

// denied reports whether what begins at the i-th word is being denied: "it was
// not human error", "there is never a single root cause".
func (s *sentence) denied(i int) bool {
	for k := max(0, i-3); k < i; k++ {
		if s.is(k, "not no never nobody beyond isn't wasn't weren't nor neither without instead avoid call called calling") {
			return true
		}
	}
	return false
}

const pronouns = "i we he she they you someone somebody everyone everybody anyone nobody no-one"

const staff = "engineer engineers operator operators developer developers admin admins administrator administrators team teams responder responders " +
	"on-call oncall reviewer reviewers author authors technician technicians staff employee employees manager managers contractor contractors person people " +
	"colleague colleagues commander sre sres devs dev dba dbas human humans"

// person reports whether the i-th word is somebody.
func (s *sentence) person(i int) bool {
	return i >= 0 && i < len(s.words) && (has(pronouns, s.words[i].lower) || has(staff, s.words[i].lower) || s.named(i))
}

// named reports whether the i-th word is the name of somebody whom the
// incident knows, as a name is written, or a handle.
func (s *sentence) named(i int) bool {
	w := s.words[i]
	if strings.HasPrefix(w.lower, "@") && len(w.lower) > 1 {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s.passage.Text[w.start:])
	return unicode.IsUpper(first) && s.people[strings.TrimSuffix(w.lower, "'s")]
}

// personBefore reports whether somebody stands among the few words before the
// i-th, with no comma or other noun's verb to part them: the subject of a verb.
func (s *sentence) personBefore(i, within int) bool {
	for k := i - 1; k >= 0 && k >= i-within; k-- {
		if strings.ContainsAny(s.passage.Text[s.words[k].end:s.words[k+1].start], ",:()") {
			return false
		}
		if s.person(k) {
			return true
		}
	}
	return false
}
