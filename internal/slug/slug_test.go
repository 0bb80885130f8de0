package slug

import (
	"regexp"
	"testing"
)

func TestMake(t *testing.T) {
	for text, want := range map[string]string{
		"Move every INT primary key to BIGINT": "move-every-int-primary-key-to-bigint",
		"  Größe & Maß  ":                      "grosse-and-mass",
		"C#":                                   "c-sharp",
		"C++":                                  "c-plus-plus",
		"C":                                    "c",
		"don't panic":                          "dont-panic",
		"v1.2_rc":                              "v1.2_rc",
		"../../etc/passwd":                     "etc-passwd",
		"con":                                  "con-",
		"COM1.txt":                             "com1-.txt",
		"--- ---":                              "bf25c797",
	} {
		if got := Make(text); got != want {
			t.Errorf("Make(%q) = %q, want %q", text, got, want)
		}
	}
	if Make("データベース") == Make("ネットワーク") {
		t.Error("two words of another script share a slug")
	}
}

func FuzzMake(f *testing.F) {
	f.Add("Größe")
	f.Add("NUL")
	f.Add("\x00\xff../")
	alphabet := regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	f.Fuzz(func(t *testing.T, text string) {
		got := Make(text)
		if !alphabet.MatchString(got) || len(got) > 200 || reserved(got) {
			t.Errorf("Make(%q) = %q", text, got)
		}
	})
}
