package generator_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"path"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
)

// told is a file of the wiki, and once more as those read it who decode it: the
// texts that its JSON, or a shard of the search index, holds.
func told(t *testing.T, name, content string) string {
	t.Helper()
	text := content
	switch {
	case strings.HasPrefix(name, "search/") && path.Ext(name) == ".js":
		_, literal, _ := strings.Cut(content, "','")
		text = strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(strings.TrimSuffix(literal, "')\n"))
	case path.Ext(name) != ".json":
		return name + "\n" + content
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%v", name, content, value)
	return b.String()
}

func TestShardsAreReadDecoded(t *testing.T) {
	if got := told(t, "search/x/d0.js", `retrowikiShard('d0','{"a":"zq\\u0073ec\'ret"}')`+"\n"); !strings.Contains(got, "zqsec'ret") {
		t.Error(got)
	}
}

// photo is a JPEG that says of itself what cameras and people write into one.
func photo(t *testing.T, words ...string) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	segment := func(marker byte, body string) string {
		return string(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2))) + body
	}
	said := ""
	for _, word := range words {
		said += segment(0xE1, "Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00\x0c\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00"+word+"\x00") +
			segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x>"+word+"</x>") + segment(0xED, "Photoshop 3.0\x00"+word) + segment(0xFE, word)
	}
	// Behind the picture's end some hide a second one.
	return b.String()[:2] + said + b.String()[2:] + strings.Join(words, " ")
}

// What a photograph says of itself is in no wiki, and a photograph of a hidden
// incident is in none of those who may not read it.
func TestNoSecretOfAnImageGetsOut(t *testing.T) {
	incidents := func(name, visibility string) string {
		return "---\ntitle: " + name + "\nvisibility: " + visibility + "\n---\n\n![A graph](" + name + ".jpg)\n"
	}
	dir := t.TempDir()
	files := map[string]string{"retrowiki.yaml": "title: Photos\nbase_url: https://wiki.example/\n"}
	for name, visibility := range map[string]string{"open": "public", "ours": "internal", "theirs": "restricted"} {
		files["incidents/"+name+".md"] = incidents(name, visibility)
		files["incidents/"+name+".jpg"] = photo(t, "zqsecretof"+name)
	}
	writeAll(t, dir, files)
	for audience, photos := range map[incident.Visibility]int{incident.Public: 1, incident.Internal: 2, incident.Restricted: 3} {
		_, site := build(t, generator.Options{Source: dir, Audience: audience})
		shown := 0
		for name, content := range site {
			if path.Ext(name) == ".jpg" {
				shown++
				if _, err := jpeg.Decode(strings.NewReader(content)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if strings.Contains(told(t, name, content), "zqsecret") {
				t.Errorf("%s: %s tells what a photograph says of itself", audience, name)
			}
		}
		if shown != photos {
			t.Errorf("%s: %d photographs, want %d", audience, shown, photos)
		}
	}
}
