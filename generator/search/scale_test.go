package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// synthetic makes documents of about 5 kB whose words have the frequencies of
// real text (Zipf), among 60,000 words.
func synthetic(i int) Document {
	r := rand.New(rand.NewPCG(7, uint64(i)))
	z := rand.NewZipf(r, 1.07, 2, 60000)
	text := func(words int) string {
		var b strings.Builder
		for n := range words {
			if n > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(invented(int(z.Uint64())))
		}
		return b.String()
	}
	d := Document{
		Kind: "incident", Address: fmt.Sprintf("../incidents/2020-01-01-%06d/index.html", i), Title: text(6), Summary: text(25),
		Names: []string{fmt.Sprintf("2020-01-01-%06d", i), "database", "billing"}, Date: "2020-01-01", Severity: "2:SEV2",
	}
	for s := range 6 {
		d.Sections = append(d.Sections, Section{Anchor: fmt.Sprintf("s-%d", s), Heading: text(3), Text: text(105)})
	}
	return d
}

// invented spells the n-th word.
func invented(n int) string {
	const consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
	var b strings.Builder
	for x := uint32(n)*2654435761>>12 | 1<<12; x > 0; x /= 90 {
		b.WriteByte(consonants[x%18])
		b.WriteByte(vowels[x/18%5])
	}
	return b.String() + fmt.Sprint("")
}

func TestScaleReport(t *testing.T) {
	const n = 10000
	docs := make([]Document, n)
	raw := 0
	for i := range docs {
		docs[i] = synthetic(i)
		raw += docs[i].size()
	}
	facets := []Facet{{Key: "service", Name: "Service"}}
	for v := range 20 {
		value := Value{Key: fmt.Sprint("s", v), Name: fmt.Sprint("s", v)}
		for i := range n {
			if (i*7919+v*31)%10 == 0 {
				value.Documents = append(value.Documents, i)
			}
		}
		facets[0].Values = append(facets[0].Values, value)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var ru, ru2 syscall.Rusage
	syscall.Getrusage(0, &ru)
	began := time.Now()
	x, err := Build(context.Background(), n, func(i int) Document { return docs[i] }, facets)
	if err != nil {
		t.Fatal(err)
	}
	wall := time.Since(began)
	syscall.Getrusage(0, &ru2)
	runtime.ReadMemStats(&after)
	cpu := time.Duration(ru2.Utime.Nano() + ru2.Stime.Nano() - ru.Utime.Nano() - ru.Stime.Nano())
	sizes := map[byte][3]int{}
	for _, f := range x.Files {
		var b bytes.Buffer
		f.Write(&b)
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write(b.Bytes())
		w.Close()
		s := sizes[f.Name[0]]
		s[0]++
		s[1] += b.Len()
		s[2] += z.Len()
		sizes[f.Name[0]] = s
		if z.Len() > 20000 {
			t.Logf("%s %d -> %d", f.Name, b.Len(), z.Len())
		}
	}
	t.Logf("raw %d MB, wall %v cpu %v, allocated %d MB, live +%d MB", raw>>20, wall, cpu, (after.TotalAlloc-before.TotalAlloc)>>20, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20)
	for k, s := range sizes {
		t.Logf("%c: %d files, %d kB, %d kB gz", k, s[0], s[1]>>10, s[2]>>10)
	}
}
