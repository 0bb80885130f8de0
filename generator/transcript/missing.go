package transcript

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Present is what a Timeline has already.
type Present struct {
	At   time.Time
	Text string // plain
	By   []string
	Line int // of its first line, from 1
}

// How sure it is that an entry stands in a Timeline already, from the weakest.
const (
	sameMinute = iota + 1 // by the same person, whatever it says
	halfThere             // more than half of the words
	allThere              // the words, whatever a person has added to them
	wordForWord
)

// standsFor is the thought that what is present is an entry.
type standsFor struct {
	entry, present int
	sure           int
	shared         int           // how many words are the same
	apart          time.Duration // in time
}

// Missing lists the entries that a Timeline lacks: not those of which the words
// stand there at about the same time, nor those that somebody has put into
// other words, which have the same minute and person. Each that is present
// stands for one entry, the one that it is most like. unsure are entries that
// are missing only since another of the same minute and person is taken for
// what stands there, with which neither has a word in common.
func Missing(entries []Entry, present []Present, actor func(string) string) (missing, unsure []Entry) {
	var all []standsFor
	for i, e := range entries {
		for j, p := range present {
			if s, ok := compare(e, p, actor); ok {
				s.entry, s.present = i, j
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b standsFor) int {
		return cmp.Or(cmp.Compare(b.sure, a.sure), cmp.Compare(b.shared, a.shared), cmp.Compare(a.apart, b.apart))
	})
	there, used := map[int]bool{}, map[int]bool{}
	var taken []standsFor
	for _, s := range all {
		if !there[s.entry] && !used[s.present] {
			there[s.entry], used[s.present] = true, true
			taken = append(taken, s)
		}
	}
	for i, e := range entries {
		if there[i] {
			continue
		}
		missing = append(missing, e)
		if slices.ContainsFunc(taken, func(s standsFor) bool {
			other := entries[s.entry]
			return s.sure == sameMinute && s.shared == 0 && actor(other.By) == actor(e.By) && other.At.Truncate(time.Minute).Equal(e.At.Truncate(time.Minute))
		}) {
			unsure = append(unsure, e)
		}
	}
	return missing, unsure
}

// compare says how far what is present is an entry.
func compare(e Entry, p Present, actor func(string) string) (s standsFor, ok bool) {
	at := e.At.Truncate(time.Minute)
	s.apart = p.At.Sub(at).Abs()
	if s.apart > sameWithin {
		return s, false
	}
	there, text := bare(p.Text), bare(e.Text)
	all := 0
	s.shared, all = shared(p.Text, e.Text)
	switch {
	case there == text || e.Thread != "" && strings.HasPrefix(there, bare(replyTo(e.Thread))+text):
		s.sure = wordForWord
	case text != "" && strings.Contains(there, text):
		s.sure = allThere
	case all > 2 && s.shared*2 > all:
		s.sure = halfThere
	case s.apart == 0 && actor(e.By) != "" && slices.Contains(p.By, actor(e.By)):
		s.sure = sameMinute
	default:
		return s, false
	}
	return s, true
}

// shared counts the words of a text, and those of them that stand in another.
func shared(there, text string) (same, all int) {
	has := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(there)) {
		has[bare(w)] = true
	}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		if w = bare(w); len(w) > 2 {
			all++
			if has[w] {
				same++
			}
		}
	}
	return same, all
}
