package source_test

import (
	"context"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

const secret = "ghp_canary0123456789"

// served is a folder of repositories behind git's own server; a request
// without the right password gets nothing.
func served(t *testing.T, root, user, password string) *httptest.Server {
	t.Helper()
	backend := filepath.Join(strings.TrimSpace(gittest.Git(t, ".", "--exec-path")), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Fatal("git http-backend is not installed: .ci/prepare installs git")
	}
	handler := &cgi.Handler{Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if u, p, _ := r.BasicAuth(); u != user || p != password {
			w.Header().Set("WWW-Authenticate", "Basic")
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestACloneIsReadAndLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	bare := gittest.Bare(t, small+"branch other\nwrite b.md b\ncommit Third\nswitch main\n")
	server := served(t, filepath.Dir(bare), "lex", secret)
	url := strings.Replace(server.URL, "http://", "http://lex:"+secret+"@", 1) + "/" + filepath.Base(bare)
	for rev, c := range map[string]struct{ want, branch string }{
		"":      {"a.md: b\n", "main"},
		"other": {"a.md: b\nb.md: b\n", "other"},
		"main~": {"a.md: a\n", ""},
	} {
		r, err := source.Open(context.Background(), source.Options{Location: url, Rev: rev})
		if err != nil {
			t.Fatal(err)
		}
		s, err := r.Snapshot(context.Background(), texts)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "files", listed(s), c.want)
		if s.Branch != c.branch || s.Remote != server.URL+"/"+filepath.Base(bare) || s.Root != "" {
			t.Errorf("the snapshot says %+v", s)
		}
		if h, err := r.History(context.Background(), []string{"a.md"}); err != nil || !h.Known {
			t.Errorf("the history says %+v, %v", h, err)
		}
		clones, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "retrowiki-clone-*"))
		if len(clones) != 1 {
			t.Fatalf("there are %d clones", len(clones))
		}
		filepath.WalkDir(clones[0], func(name string, d os.DirEntry, err error) error {
			if content, _ := os.ReadFile(name); strings.Contains(string(content), secret) {
				t.Errorf("%s holds the password", name)
			}
			return err
		})
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("a second Close: %v", err)
		}
		if _, err := os.Stat(clones[0]); err == nil {
			t.Error("the clone is still there")
		}
	}
}

func TestAFailedCloneLeavesNothingAndTellsNoSecret(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	bare := gittest.Bare(t, small)
	server := served(t, filepath.Dir(bare), "lex", "another")
	for _, url := range []string{
		strings.Replace(server.URL, "http://", "http://lex:"+secret+"@", 1) + "/" + filepath.Base(bare),
		strings.Replace(server.URL, "http://", "http://"+secret+"@", 1) + "/nowhere",
		"http://lex:" + secret + "@127.0.0.1:1/nothing-listens-here",
		"https://lex:" + secret + "@host.invalid/x",
		"https://lex:" + secret + "%zz@host/x",
		"ftp://lex:" + secret + "@host/x",
	} {
		_, err := source.Open(context.Background(), source.Options{Location: url})
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error is %v", url, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "retrowiki-*")); len(left) > 0 {
		t.Errorf("left behind: %s", left)
	}
}

func TestARedirectToAnotherHostDoesNotGetThePassword(t *testing.T) {
	var seen atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || strings.Contains(r.URL.String(), secret) {
			seen.Store(true)
		}
		http.NotFound(w, r)
	}))
	defer elsewhere.Close()
	// Another name of this machine is another host.
	target := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target+r.URL.String(), http.StatusMovedPermanently)
	}))
	defer server.Close()
	_, err := source.Open(context.Background(), source.Options{Location: strings.Replace(server.URL, "http://", "http://lex:"+secret+"@", 1) + "/x.git"})
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the error is %v", err)
	}
	if seen.Load() {
		t.Error("the password went to another host")
	}
}

func TestAFileURLIsReadInPlace(t *testing.T) {
	for _, dir := range []string{gittest.Bare(t, small), gittest.Make(t, small+"write a.md \"not committed\"\n")} {
		s := snapshot(t, source.Options{Location: "file://" + filepath.ToSlash(dir)})
		same(t, "files", listed(s), "a.md: b\n")
		if s.Root != "" || s.Dirty {
			t.Errorf("the snapshot says %+v", s)
		}
	}
	if _, err := source.Open(context.Background(), source.Options{Location: "file://" + t.TempDir()}); err == nil || !strings.Contains(err.Error(), "no git repository") {
		t.Errorf("the error is %v", err)
	}
}

func TestURLsAreToldFromFolders(t *testing.T) {
	for location, want := range map[string]bool{
		"": false, ".": false, "incidents": false, "/srv/wiki": false, "./odd:name": false, "a/b:c": false,
		"https://github.com/acme/wiki": true, "git@github.com:acme/wiki.git": true, "host:wiki": true, "file:///srv": true, "ext::sh -c id": true,
	} {
		if got := source.IsURL(location); got != want {
			t.Errorf("IsURL(%q) is %t", location, got)
		}
	}
}

func TestDangerousURLsAreRefused(t *testing.T) {
	for url, want := range map[string]string{
		"ext::sh -c touch% /tmp/pwned":   "remote helpers",
		"git://github.com/acme/wiki":     "scheme \"git\" is refused",
		"ftp://github.com/acme/wiki":     "scheme \"ftp\" is refused",
		"ssh://-oProxyCommand=id/x":      "hyphen",
		"ssh://-l@host/x":                "hyphen",
		"-oProxyCommand=id:x":            "neither a folder nor a git URL",
		"lex@-oProxyCommand=id:x":        "neither a folder nor a git URL",
		"host:-x":                        "neither a folder nor a git URL",
		"file://elsewhere/srv/wiki":      "a folder of this machine",
		"https:///no-host":               "no host",
		"javascript://x/%0aalert(1)":     "is refused",
		"https://host/\x1b]8;;evil\x07":  "cannot be read",
		"\x1b[31mfoo://host/x":           "cannot be read",
		"file:///etc":                    "no git repository",
		"file:///nowhere/at/all":         "no such file",
		"ssh://":                         "no host",
		"lex@host:":                      "neither",
		"HTTPS+git://host/x":             "is refused",
		"transport::https://host/x::y":   "is refused",
		"https://user:pass@:80/\n/etc/x": "cannot be read",
	} {
		_, err := source.Open(context.Background(), source.Options{Location: url})
		if err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\x1b\x07") {
			t.Errorf("%q: the error is %v, want one with %q", url, err, want)
		}
	}
}
