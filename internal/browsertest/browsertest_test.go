package browsertest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// A page that tells nothing would make every other test pass, so each kind of
// problem is caused here once.
func TestPageTellsWhatGoesWrong(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">`
	for name, test := range map[string]struct{ body, want string }{
		"nothing":   {`<p>All is well.</p><script>console.log("told")</script>`, ""},
		"error":     {`<script>console.error("oh", 7)</script>`, "console error: oh 7"},
		"warning":   {`<script>console.warn("hm")</script>`, "console warning: hm"},
		"exception": {`<script>throw new Error("thrown")</script>`, "uncaught exception: Error: thrown"},
		"rejection": {`<script>Promise.reject(new Error("rejected"))</script>`, "uncaught exception: Error: rejected"},
		"policy":    {policy + `<script>console.log("inline")</script>`, "policy violated: script-src-elem by inline"},
		"missing":   {`<img src="missing.png">`, "request: 404 "},
		"unknown":   {`<img src="https://evil.example/x.png">`, "request leaves the wiki: https://evil.example/x.png"},
		"neighbour": {`<img src="` + other.URL + `/x.png">`, "request leaves the wiki: " + other.URL},
		"dialog":    {`<script>alert("boo")</script>`, "dialog: boo"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/wiki/index.html" {
					http.NotFound(w, r)
					return
				}
				fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><title>x</title>`+test.body)
			}))
			defer server.Close()
			page := browsertest.Open(t, server.URL+"/wiki/")
			page.Go(server.URL + "/wiki/index.html")
			told := strings.Join(page.Problems(), "\n")
			for wait := 0; !strings.Contains(told, test.want) && wait < 50; wait++ { // the browser tells some things a moment after the page is there
				time.Sleep(20 * time.Millisecond)
				told += "\n" + strings.Join(page.Problems(), "\n")
			}
			if test.want == "" && told != "" || !strings.Contains(told, test.want) {
				t.Errorf("the page tells %q, want %q", told, test.want)
			}
		})
	}
}

func TestPagesShareNoStorage(t *testing.T) {
	root := example(t).fromFolder()
	one, two := browsertest.Open(t, root), browsertest.Open(t, root)
	one.Go(root + "index.html")
	two.Go(root + "index.html")
	if one.Text(`localStorage.setItem("k", "v"), "set"`) != "set" || two.True(`localStorage.getItem("k") !== null`) {
		t.Error("what one page keeps the other one knows")
	}
}

func TestFindSaysWhatToInstall(t *testing.T) {
	t.Setenv("CHROMIUM", "")
	t.Setenv("PATH", t.TempDir())
	if _, err := browsertest.Find(); !errors.Is(err, browsertest.ErrNoChromium) || !strings.Contains(err.Error(), ".ci/prepare") {
		t.Errorf("without a browser: %v", err)
	}
	t.Setenv("CHROMIUM", "no-such-browser")
	if _, err := browsertest.Find(); err == nil || !strings.Contains(err.Error(), "$CHROMIUM") {
		t.Errorf("with a wrong $CHROMIUM: %v", err)
	}
}
