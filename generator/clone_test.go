package generator_test

import (
	"net/http/cgi"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// A wiki built from a clone over the net has what one built from the folder
// has, images and history too.
func TestACloneGivesTheSameWikiAsItsFolder(t *testing.T) {
	bare := gittest.Bare(t, `
commit "An incident and its picture" @2014-11-24T09:00:00Z
append incidents/a/index.md "Edited."
commit "Words"
-- incidents/a/index.md --
# Queue stood still

![depth](depth.svg)
-- incidents/a/depth.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>
`)
	backend := filepath.Join(strings.TrimSpace(gittest.Git(t, ".", "--exec-path")), "git-http-backend")
	server := httptest.NewServer(&cgi.Handler{Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(bare), "GIT_HTTP_EXPORT_ALL=1",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"}})
	defer server.Close()
	_, cloned := build(t, generator.Options{Source: server.URL + "/" + filepath.Base(bare), History: true})
	_, local := build(t, generator.Options{Source: bare, History: true})
	pictures := 0
	for name, content := range local {
		if strings.HasSuffix(name, ".svg") && strings.Contains(content, "M0 0h1") {
			pictures++
		}
		if cloned[name] != content {
			t.Errorf("%s differs in the wiki of the clone", name)
		}
	}
	if pictures != 1 || len(cloned) != len(local) || !strings.Contains(local["incidents/a/index.html"], "An incident and its picture") {
		t.Errorf("%d pictures, %d and %d files", pictures, len(cloned), len(local))
	}
}
