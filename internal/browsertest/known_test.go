package browsertest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/bench/corpus"
	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// item is a page that somebody remembers a little of.
type item struct {
	class, query, address string
}

// found is what a class of items came to.
type found struct{ all, first, three int }

// document of the index, as far as these tests ask.
type indexed struct {
	address, title, text string
	names                []string
}

// indexedDocuments reads what the index knows.
func indexedDocuments(t *testing.T, s *site) []indexed {
	t.Helper()
	var list []indexed
	for _, name := range slices.Sorted(keysOf(s.files)) {
		if !searchDocuments.MatchString(name) {
			continue
		}
		var rows [][]json.RawMessage
		searchShard(t, name, s.files[name], &rows)
		for _, row := range rows {
			var d indexed
			var sections [][3]string
			for i, into := range map[int]any{1: &d.address, 2: &d.title, 4: &d.names, 7: &sections} {
				if err := json.Unmarshal(row[i], into); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			for _, s := range sections {
				d.text += " " + s[1] + " " + s[2]
			}
			list = append(list, d)
		}
	}
	return list
}

func keysOf(files map[string][]byte) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range files {
			if !yield(name) {
				return
			}
		}
	}
}

// letters are the words of a text that hold nothing but ASCII letters.
func letters(text string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(text)) {
		w = strings.Trim(w, ".,;:!?()\"'`")
		if w != "" && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			words = append(words, w)
		}
	}
	return words
}

// items makes n questions of each class: three or so words of a title; a word
// of the body that no other page has; such a word misspelt; an id.
func items(r *rand.Rand, documents []indexed, n int) []item {
	count := map[string]int{}
	for _, d := range documents {
		own := letters(d.title + " " + strings.Join(d.names, " ") + " " + d.text)
		slices.Sort(own)
		for _, w := range slices.Compact(own) {
			count[w]++
		}
	}
	var list []item
	for range n {
		d := documents[r.IntN(len(documents))]
		title := strings.Fields(d.title)
		r.Shuffle(len(title), func(i, k int) { title[i], title[k] = title[k], title[i] })
		list = append(list,
			item{"words of the title", strings.Join(title[:min(len(title), 4)], " "), d.address},
			item{"an id", d.names[0], d.address})
		rare := slices.DeleteFunc(letters(d.text), func(w string) bool { return count[w] > 1 || len(w) < 6 })
		if len(rare) > 0 {
			w := rare[r.IntN(len(rare))]
			list = append(list, item{"a rare word", w, d.address}, item{"a misspelt word", misspelt(r, w), d.address})
		}
	}
	return list
}

// misspelt leaves out, doubles, changes or swaps a letter behind the first.
func misspelt(r *rand.Rand, word string) string {
	at := 1 + r.IntN(len(word)-2)
	switch r.IntN(4) {
	case 0:
		return word[:at] + word[at+1:]
	case 1:
		return word[:at] + word[at:at+1] + word[at:]
	case 2:
		return word[:at] + string('a'+(word[at]-'a'+1+byte(r.IntN(25)))%26) + word[at+1:]
	}
	return word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:]
}

const askAll = `(function (queries) {
	window.answers = undefined;
	retrowiki.search.begin().then(async function (at) {
		var all = [];
		for (const q of queries) {
			var found = await at.find(q);
			all.push((await at.take((found.documents || []).slice(0, 3))).map(d => d.url));
		}
		window.answers = JSON.stringify(all);
	}).catch(e => window.answers = "error: " + e);
	return true;
})(`

// finds asks every question and fails the test where less than 95 of 100 are
// answered among the first three results.
func finds(t *testing.T, page *browsertest.Tab, list []item) {
	t.Helper()
	classes := map[string]*found{}
	var misses []string
	for part := range slices.Chunk(list, 50) {
		var queries []string
		for _, i := range part {
			queries = append(queries, i.query)
		}
		asked, _ := json.Marshal(queries)
		page.True(askAll + string(asked) + ")")
		page.Wait("window.answers !== undefined")
		var answers [][]string
		if err := json.Unmarshal([]byte(page.Text("window.answers")), &answers); err != nil {
			t.Fatalf("%s: %v", page.Text("window.answers"), err)
		}
		for n, i := range part {
			c := classes[i.class]
			if c == nil {
				c = &found{}
				classes[i.class] = c
			}
			c.all++
			switch slices.Index(answers[n], i.address) {
			case -1:
				misses = append(misses, fmt.Sprintf("%s: %q, %s", i.class, i.query, i.address))
				continue
			case 0:
				c.first++
			}
			c.three++
		}
	}
	for name, c := range classes {
		t.Logf("%s: of %d, %d are first, %d among the first three", name, c.all, c.first, c.three)
		if c.three*100 < c.all*95 {
			t.Errorf("%s: only %d of %d are among the first three", name, c.three, c.all)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(misses, "\n"))
	}
}

func TestSearchFindsWhatIsRemembered(t *testing.T) {
	s := example(t)
	page := browsertest.Open(t, s.fromFolder())
	page.Go(s.fromFolder() + "search/index.html")
	finds(t, page, items(rand.New(rand.NewPCG(1, 2)), indexedDocuments(t, s), 125))
	page.Clean("known items")
}

// The corpus has few words, and those are in many incidents; so each is given
// one of its own.
func TestSearchFindsWhatIsRememberedAmongAThousand(t *testing.T) {
	source := corpus.New(1)
	r := rand.New(rand.NewPCG(3, 4))
	files := map[string]string{}
	for n := range 1000 {
		f := source.File(n, 0)
		files[f.Path] = string(f.Data) + "\nThe runbook is called " + invented(r) + ".\n"
	}
	s := written(t, files)
	page := browsertest.Open(t, s.fromFolder())
	page.Go(s.fromFolder() + "search/index.html")
	finds(t, page, items(r, indexedDocuments(t, s), 125))
	page.Clean("known items")
}

// invented spells a word of five syllables.
func invented(r *rand.Rand) string {
	const consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
	var b strings.Builder
	for range 5 {
		b.WriteByte(consonants[r.IntN(len(consonants))])
		b.WriteByte(vowels[r.IntN(len(vowels))])
	}
	return b.String()
}
