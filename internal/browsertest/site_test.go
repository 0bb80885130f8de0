package browsertest_test

import (
	"bytes"
	"context"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator"
	"github.com/retrowiki/retrowiki/generator/incident"
	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// temporary holds what the package's tests share: the wikis.
var temporary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "retrowiki-pages-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	temporary = dir
	return browsertest.Main(m)
}

// site is a wiki that was built.
type site struct {
	dir   string
	files map[string][]byte // by path
}

var exampleRepository = sync.OnceValues(func() (string, error) {
	to := filepath.Join(temporary, "example")
	out, err := exec.Command("../../examples/make-repository", to).CombinedOutput()
	if err != nil {
		return "", &failedScript{err: err, out: string(out)}
	}
	return to, nil
})

type failedScript struct {
	err error
	out string
}

func (e *failedScript) Error() string {
	return "examples/make-repository: " + e.err.Error() + "\n" + e.out
}

var exampleSite = sync.OnceValues(func() (*site, error) {
	repository, err := exampleRepository()
	if err != nil {
		return nil, err
	}
	return build(generator.Options{Source: repository}, filepath.Join(temporary, "a wiki"))
})

// example gives the example wiki; its folder has a space in its name, as
// folders of people do.
func example(t *testing.T) *site {
	t.Helper()
	s, err := exampleSite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func build(o generator.Options, to string) (*site, error) {
	o.Audience, o.Pages, o.History, o.Now = incident.Internal, true, true, time.Now()
	w, err := generator.Load(context.Background(), o)
	if err != nil {
		return nil, err
	}
	if _, err := generator.Build(context.Background(), w, generator.BuildOptions{Output: to, Version: "test"}); err != nil {
		return nil, err
	}
	return read(to)
}

func read(dir string) (*site, error) {
	s := &site{dir: dir, files: map[string][]byte{}}
	return s, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		s.files[name], err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err
	})
}

// fromFolder is the address of the wiki as one opens it from a folder.
func (s *site) fromFolder() string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(s.dir) + "/"}).String()
}

// serve serves the wiki below a path, as a plain host does: no redirects, no
// index of a folder, 404.html for what is not there.
func (s *site) serve(t *testing.T, below string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, inside := strings.CutPrefix(r.URL.Path, below)
		content, found := s.files[name]
		if !inside || !found {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		http.ServeContent(w, r, path.Base(name), time.Time{}, bytes.NewReader(content))
	}))
	t.Cleanup(server.Close)
	return server.URL + below
}

// both runs a test from a folder, and from a server below a path.
func (s *site) both(t *testing.T, test func(t *testing.T, root string)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) { test(t, s.fromFolder()) })
	t.Run("server", func(t *testing.T) { test(t, s.serve(t, "/a/b/")) })
}
