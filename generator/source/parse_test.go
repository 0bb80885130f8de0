package source

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestADeltaIsAppliedWithinItsBounds(t *testing.T) {
	base := "0123456789"
	for name, c := range map[string]struct{ delta, want string }{
		"copy and insert":        {"\x0a\x07\x91\x02\x03\x04abcd", "234abcd"},
		"copy of nothing":        {"\x0a\x01\x91\x0b\x01", "the pack is broken"},
		"copy beyond the end":    {"\x0a\x04\x91\x08\x04", "the pack is broken"},
		"copy of 64 KiB":         {"\x0a\x04\x80", "the pack is broken"},
		"another base":           {"\x0b\x01\x91\x00\x01", "the pack is broken"},
		"more than it says":      {"\x0a\x01\x04abcd", "the pack is broken"},
		"less than it says":      {"\x0a\x05\x04abcd", "the pack is broken"},
		"an order of no meaning": {"\x0a\x01\x00", "the pack is broken"},
		"an insert that is cut":  {"\x0a\x04\x04abc", "the pack is broken"},
		"larger than the limit":  {"\x0a\xff\xff\xff\xff\x0f", "the object is too large"},
		"nothing at all":         {"", "the pack is broken"},
	} {
		got, err := applyDelta([]byte(base), []byte(c.delta), 1000)
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOldPlacesAreForgottenFirst(t *testing.T) {
	c := newBaseCache(100)
	for i := range int64(10) {
		c.put(place{0, i}, object{data: make([]byte, 20)})
		c.get(place{0, 0})
	}
	var kept []string
	for i := range int64(10) {
		if _, ok := c.get(place{0, i}); ok {
			kept = append(kept, fmt.Sprint(i))
		}
	}
	if got := strings.Join(kept, " "); got != "0 6 7 8 9" {
		t.Errorf("kept are %s", got)
	}
}

// TestTheCacheHoldsTogether compares it with a map under random use.
func TestTheCacheHoldsTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	c := newBaseCache(1000)
	for range 20_000 {
		at := place{random.IntN(3), random.Int64N(40)}
		if random.IntN(2) == 0 {
			c.put(at, object{data: []byte(strings.Repeat(fmt.Sprint(at), random.IntN(6)))})
		} else if o, ok := c.get(at); ok && !strings.HasPrefix(string(o.data), fmt.Sprint(at)) && len(o.data) > 0 {
			t.Fatalf("%v holds %q", at, o.data)
		}
		used := 0
		for _, item := range c.items {
			used += len(item.object.data)
		}
		if used != c.used || used > c.limit {
			t.Fatalf("%d bytes used, %d counted", used, c.used)
		}
	}
}

func TestACommitIsTakenApart(t *testing.T) {
	tree := strings.Repeat("a", 40)
	c, err := parseCommit([]byte("tree " + tree + "\nauthor J\xfcrgen <j@example.org> 1416798720 +0530\ncommitter nobody\nencoding ISO-8859-1\ngpgsig x\n y\n\n\n First \nline\n\nbody\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.author.name != "Jürgen" || c.author.when.Format("2006-01-02T15:04:05Z07:00") != "2014-11-24T08:42:00+05:30" || c.subject != "First line" {
		t.Errorf("%+v", c)
	}
	if c.committer.name != "nobody" || !c.committer.when.IsZero() {
		t.Errorf("the committer is %+v", c.committer)
	}
}

// FuzzParse asks that no bytes of a repository make a parser panic or hang.
func FuzzParse(f *testing.F) {
	f.Add([]byte("tree " + strings.Repeat("a", 40) + "\nparent " + strings.Repeat("b", 40) + "\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 99999999999999 -9999\n\nx"))
	f.Add([]byte("100644 a.md\x00aaaaaaaaaaaaaaaaaaaa40000 b\x00bbbbbbbbbbbbbbbbbbbb"))
	f.Add([]byte("\x0a\x07\x91\x02\x03\x04abcd"))
	f.Add([]byte("A <a@b> <c@d>\n<a@b>\n# x\n<<<>>><"))
	f.Fuzz(func(t *testing.T, data []byte) {
		parseCommit(data)
		parseLinks(data, nil)
		parseTagTarget(data)
		parseMailmap(string(data)).resolve(Contributor{"A", "a@b"})
		parseIgnore(data, nil)
		applyDelta(data, data, 1<<20)
		applyDelta([]byte("0123456789"), data, 1<<20)
		readHeader(bytes.NewReader(data))
		oddName(string(data))
		if a, err := parseAddress(string(data)); err == nil {
			a.redact(string(data))
		}
		partsOf(data)
		for rest, err := data, error(nil); len(rest) > 0 && err == nil; {
			_, rest, err = nextEntry(rest)
		}
	})
}
