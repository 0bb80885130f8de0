package tracker

import (
	"reflect"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	for _, k := range []Key{{"acme", "2014-11-24-ids", "fix"}, {"a b", "x/y", "--> <!--"}, {"ä", "%41", "."}} {
		back, err := ParseKey(k.String())
		if err != nil || back != k {
			t.Errorf("%v becomes %q and then %v, %v", k, k.String(), back, err)
		}
	}
	for _, text := range []string{"", "a/b", "a/b/c/d", "a//c", "a/%61/c", "a/b c/d", "a/%zz/c"} {
		if k, err := ParseKey(text); err == nil {
			t.Errorf("%q is taken for the key %v", text, k)
		}
	}
}

func TestInvariant12_LineEndsAndTrailingBlanksDoNotCount(t *testing.T) {
	if hash("a  \nb\n\n") != hash("\r\na\r\nb\t\r\n") || hash("a\nb") == hash("a b") || hash("a") == hash(" a") {
		t.Error("the hash sees what it should not, or not what it should")
	}
}

func TestParse(t *testing.T) {
	m := Marker{Version: 1, Key: "n/i/r", Applied: Applied{Title: "t", Section: "s", State: Open}}
	body := section{Marker: m, Before: "above\n", Visible: "text", After: "\nbelow"}.String()
	newer := m
	newer.Version = 2
	for name, c := range map[string]struct {
		body string
		what found
		keys int
	}{
		"none":            {"text", noMarker, 0},
		"ours":            {body, oneMarker, 1},
		"browser":         {strings.ReplaceAll(body, "\n", "\r\n"), oneMarker, 1},
		"doubled":         {body + body, tampered, 2},
		"no end":          {strings.Replace(body, endMarker, "", 1), tampered, 1},
		"no begin":        {endMarker, tampered, 0},
		"end first":       {endMarker + "\n" + strings.Replace(body, endMarker, "", 1), tampered, 1},
		"broken JSON":     {strings.Replace(body, `{"v":1,`, `{"v":1`, 1), tampered, 1},
		"broken comment":  {strings.Replace(body, "<!-- retrowiki:begin", "<!- retrowiki:begin", 1), tampered, 1},
		"newer":           {section{Marker: newer, Visible: "x"}.String(), tampered, 1},
		"somebody else's": {"<!-- other:begin {} -->", noMarker, 0},
	} {
		what, s, keys := parse(c.body)
		if what != c.what || len(keys) != c.keys {
			t.Errorf("%s: found %d with %d keys, want %d with %d", name, what, len(keys), c.what, c.keys)
		}
		if what == oneMarker && normal(s.String()) != normal(c.body) {
			t.Errorf("%s: put together again it is %q", name, s.String())
		}
	}
}

func FuzzMarker(f *testing.F) {
	f.Add("acme", "2014--11", "--><!-- retrowiki:end -->", "label -->", "above", "text\n```", "below\r\n", true)
	f.Fuzz(func(t *testing.T, namespace, incident, id, label, above, text, below string, browser bool) {
		k := Key{namespace, incident, id}
		if !k.Valid() || strings.Contains(strings.ToLower(above+below), "retrowiki:") {
			return
		}
		m := Marker{Version: 1, Key: k.String(), Applied: Applied{Title: hash(label), Section: hash(text), State: Open, Labels: []string{strings.ToValidUTF8(label, "?")}}, Commit: "c"}
		visible := deadener{"github.com"}.markdown(text)
		body := section{Marker: m, Before: above, Visible: visible, After: below}.String()
		if line := m.line(); strings.Contains(line[4:len(line)-3], "--") {
			t.Errorf("the comment holds two hyphens: %q", line)
		}
		if browser {
			body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\n", "\r\n")
		}
		what, s, _ := parse(body)
		if what != oneMarker || s.Key != k || !reflect.DeepEqual(s.Marker, m) {
			t.Fatalf("%q is read as %d %v", body, what, s)
		}
		if normal(s.Visible) != normal(visible) || !browser && (s.Before != above || s.After != below) {
			t.Errorf("%q is parted into %q, %q, %q", body, s.Before, s.Visible, s.After)
		}
	})
}
