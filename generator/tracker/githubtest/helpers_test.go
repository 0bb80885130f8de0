package githubtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-github/v60/github"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

const (
	issues = "/repos/acme/retros/issues"
	labels = "/repos/acme/retros/labels"
	create = "POST /repos/{owner}/{repo}/issues"
	update = "PATCH /repos/{owner}/{repo}/issues/{issue_number}"
)

type reply struct {
	status int
	header http.Header
	text   string
}

// call speaks plain HTTP and follows no redirect.
func call(t testing.TB, gh *githubtest.Server, token, method, path string, body any) *reply {
	t.Helper()
	r, err := try(gh, token, method, path, body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func try(gh *githubtest.Server, token, method, path string, body any) (*reply, error) {
	var data io.Reader
	if body != nil {
		text, _ := json.Marshal(body)
		data = bytes.NewReader(text)
	}
	address := gh.URL() + strings.TrimPrefix(path, "/")
	if strings.HasPrefix(path, "http") {
		address = path
	}
	req, err := http.NewRequest(method, address, data)
	if err != nil {
		return nil, err
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return &reply{resp.StatusCode, resp.Header, string(text)}, err
}

func get(t testing.TB, gh *githubtest.Server, path string) *reply {
	t.Helper()
	return call(t, gh, gh.Token(), "GET", path, nil)
}

// object decodes the answer, list the answer that is a list.
func (r *reply) object(t testing.TB) (v map[string]any) {
	t.Helper()
	decode(t, r.text, &v)
	return v
}

func (r *reply) list(t testing.TB) (v []map[string]any) {
	t.Helper()
	decode(t, r.text, &v)
	return v
}

func decode(t testing.TB, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
}

// numbers is "3 1" for a list of issues 3 and 1.
func numbers(t testing.TB, r *reply) string {
	t.Helper()
	var all []string
	for _, i := range r.list(t) {
		all = append(all, fmt.Sprint(i["number"]))
	}
	return strings.Join(all, " ")
}

func want(t testing.TB, what string, got, wanted any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(wanted); g != w {
		t.Errorf("%s: got %s, want %s", what, g, w)
	}
}

// words joins with blanks.
func words(parts ...any) string { return strings.TrimSuffix(fmt.Sprintln(parts...), "\n") }

func client(gh *githubtest.Server, token string) *github.Client {
	c := github.NewClient(nil).WithAuthToken(token)
	c.BaseURL, _ = url.Parse(gh.URL())
	return c
}

// A witness notes failures instead of failing.
type witness struct {
	testing.TB
	errors []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}

func (w *witness) saw(t *testing.T, text string) {
	t.Helper()
	if !strings.Contains(strings.Join(w.errors, "\n"), text) {
		t.Errorf("no failure says %q: %q", text, w.errors)
	}
}

type fieldsOf = map[string]any
