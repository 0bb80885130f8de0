package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/retrowiki/retrowiki/internal/aside"
)

func TestNumbersComeBack(t *testing.T) {
	var b []byte
	want := []int{0, 1, 31, 32, 33, 1023, 1024, 1 << 20, 1<<30 - 1}
	for _, n := range want {
		b = appendNumber(b, n)
	}
	text := string(b)
	for _, n := range want {
		var got int
		if got, text = number(text); got != n {
			t.Errorf("%d comes back as %d", n, got)
		}
	}
	if text != "" {
		t.Errorf("%q is left", text)
	}
}

func TestOrderIsThatOfTheBrowser(t *testing.T) {
	words := []string{"", "a", "ab", "b", "é", "数据", "\uE000", "\uFF66", "𠀋", "𠀋a", "ｚ𠮷"}
	for _, a := range words {
		for _, b := range words {
			want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
			if got := compare(a, b); got < 0 != (want < 0) || got > 0 != (want > 0) {
				t.Errorf("compare(%q, %q) is %d, the browser has %d", a, b, got, want)
			}
		}
	}
}

// random makes documents of few words, so that each word has many documents.
func random(seed uint64, n int) []Document {
	r := rand.New(rand.NewPCG(seed, 1))
	text := func(words int) string {
		var list []string
		for range words {
			list = append(list, fmt.Sprintf("w%d", r.IntN(40)*r.IntN(40)))
		}
		return strings.Join(list, " ")
	}
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = Document{
			Kind: "incident", Address: fmt.Sprintf("../%d", i), Title: text(4), Summary: text(9), Names: []string{fmt.Sprintf("id-%d", i), "it's \\ 'quoted'"},
			Sections: []Section{{Text: text(30)}, {Anchor: "a", Heading: text(2), Text: text(r.IntN(4000)), Strong: i%2 == 0}},
		}
	}
	return docs
}

func built(t *testing.T, docs []Document, facets []Facet) (files map[string][]byte) {
	t.Helper()
	return builtWith(t, docs, facets, nil)
}

func builtWith(t *testing.T, docs []Document, facets []Facet, away *aside.Store) (files map[string][]byte) {
	t.Helper()
	size := func(i int) int { return len(docs[i].Summary) + len(docs[i].Sections[1].Text) }
	x := New(len(docs), size, func(i int) Document { return docs[i] }, facets, away)
	files = map[string][]byte{}
	write := func(list []File) {
		for _, f := range list {
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			files[f.Name] = b.Bytes()
		}
	}
	shards := x.Documents()
	rand.Shuffle(len(shards), func(i, j int) { shards[i], shards[j] = shards[j], shards[i] })
	write(shards[:len(shards)/2]) // the others are read when the words are wanted
	words, err := x.Words(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	write(words)
	write(shards[len(shards)/2:])
	return files
}

// held is what the shard of a name holds.
func held(t *testing.T, files map[string][]byte, name string, into any) {
	t.Helper()
	literal, ok := strings.CutPrefix(string(files[name+".js"]), "retrowikiShard('"+name+"','")
	if !ok {
		t.Fatalf("%s begins %.40q", name, files[name+".js"])
	}
	literal = strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(strings.TrimSuffix(literal, "')\n"))
	if err := json.Unmarshal([]byte(literal), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// documentsOf reads a word's documents as the script does.
func documentsOf(text string) (documents []int, weak bool) {
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		weak = true
		_, text = number(rest)
	}
	last := -1
	for text != "" {
		if strings.IndexByte(levels, text[0]) >= 0 {
			last, text = -1, text[1:]
			continue
		}
		var step int
		step, text = number(text)
		last += step + 1
		documents = append(documents, last)
	}
	slices.Sort(documents)
	return documents, weak
}

// What is found by a word is what has it, whatever the documents.
func TestEveryWordFindsItsDocuments(t *testing.T) {
	for seed, n := range []int{0, 1, 7, 600, 2600} {
		docs := random(uint64(seed), n)
		want := map[string][]int{}
		for i, d := range docs {
			words := wordsIn(strings.Join(append([]string{d.Title, d.Summary, d.Sections[0].Text, d.Sections[1].Heading, d.Sections[1].Text}, d.Names...), " | "))
			for _, w := range slices.Compact(words) {
				want[w] = append(want[w], i)
			}
		}
		files := built(t, docs, nil)
		var r root
		held(t, files, "root", &r)
		found, last := 0, ""
		for i, first := range r.Words {
			var shard [2]string
			held(t, files, fmt.Sprint("w", i), &shard)
			words, postings := strings.Split(shard[0], " "), strings.Split(shard[1], " ")
			if words[0] != first || len(words) != len(postings) {
				t.Fatalf("shard %d begins with %q, not with %q, and has %d words, %d postings", i, words[0], first, len(words), len(postings))
			}
			for k, w := range words {
				documents, weak := documentsOf(postings[k])
				if compare(last, w) >= 0 || !weak && !slices.Equal(documents, want[w]) || weak && (len(want[w]) <= mostPostings || len(documents) != mostPostings) {
					t.Fatalf("%d documents: %q finds %v (%t), want %v", n, w, documents, weak, want[w])
				}
				last = w
				found++
			}
		}
		if found != len(want) {
			t.Errorf("%d documents have %d words, the index %d", n, len(want), found)
		}
	}
}

func TestDocumentsComeBack(t *testing.T) {
	docs := random(5, 100)
	files := built(t, docs, nil)
	var r root
	held(t, files, "root", &r)
	next := 0
	for shard, rest := 0, r.Starts; rest != ""; shard++ {
		var count int
		count, rest = number(rest)
		var rows [][]any
		held(t, files, fmt.Sprint("d", shard), &rows)
		if len(rows) != count {
			t.Fatalf("shard %d has %d documents, the root says %d", shard, len(rows), count)
		}
		for _, row := range rows {
			if row[2] != docs[next].Title || row[4].([]any)[1] != `it's \ 'quoted'` {
				t.Errorf("document %d is %v", next, row[:5])
			}
			next++
		}
	}
	if next != len(docs) {
		t.Errorf("%d documents come back of %d", next, len(docs))
	}
}

func TestShardsAreSmall(t *testing.T) {
	values := make([]Value, 3000)
	for i := range values {
		values[i] = Value{Key: fmt.Sprint("team-", i), Name: fmt.Sprint("Team ", i), Documents: []int{i % 900, 900 + i%1100}}
	}
	files := built(t, random(3, 2000), []Facet{{Key: "team", Name: "Team", Values: values}})
	for name, content := range files {
		if len(content) > 48<<10 {
			t.Errorf("%s has %d bytes", name, len(content))
		}
	}
	var rows [][3]string
	held(t, files, "f0", &rows)
	var r root
	held(t, files, "root", &r)
	if left := fmt.Sprint(3000 - len(rows)); r.Facets[0][2] != left || len(rows) < 500 {
		t.Errorf("%d values are kept, %s are said to be left out", len(rows), r.Facets[0][2])
	}
}

func TestTheIndexIsTheSameWhicheverWayItsDocumentsWereRead(t *testing.T) {
	docs := random(5, 900)
	first := built(t, docs, nil)
	for range 3 {
		again := built(t, docs, nil)
		if len(again) != len(first) {
			t.Fatalf("%d files, then %d", len(first), len(again))
		}
		for name, content := range first {
			if !bytes.Equal(content, again[name]) {
				t.Errorf("%s differs", name)
			}
		}
	}
}

// What was met in documents may wait outside of memory.
func TestAnIndexIsTheSameWithAStore(t *testing.T) {
	docs := random(5, 800)
	store, err := aside.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	want, got := built(t, docs, nil), builtWith(t, docs, nil, store)
	if !maps.EqualFunc(want, got, bytes.Equal) || store.Err() != nil {
		t.Errorf("%d files differ from %d without a store (%v)", len(got), len(want), store.Err())
	}
	c := newChunk(store)
	for n, d := range docs {
		c.read(n, d)
	}
	if len(c.found) < 3 || c.found[0].away.IsNone() || c.found[0].bytes != nil {
		t.Errorf("of %d blocks the first is still in memory", len(c.found))
	}
}
