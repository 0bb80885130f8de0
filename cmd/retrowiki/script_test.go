package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/retrowiki/retrowiki/internal/golden"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"retrowiki": main})
}

// TestScripts runs the scenarios in testdata/script: each tells in its first
// comment what somebody wants and then does it. They see one author, one clock
// and no settings of the machine. -update rewrites what they compare with.
func TestScripts(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("the scenarios need git: .ci/prepare installs it")
	}
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	exports, err := filepath.Abs("testdata/exports")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      golden.Updating(),
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			for _, v := range scriptEnvironment {
				env.Setenv(v[0], v[1])
			}
			env.Setenv("HOME", home)
			env.Setenv("EXAMPLES", examples)
			env.Setenv("EXPORTS", exports)
			env.Setenv("BELL", "\a")
			env.Values[serverKey{}] = &server{}
			return os.MkdirAll(home, 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"write":     write,
			"repeat":    repeat,
			"copytree":  copytree,
			"sametree":  sametree,
			"tree":      tree,
			"holds":     holds,
			"json":      validJSON,
			"start":     start,
			"get":       get,
			"interrupt": interrupt,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
	})
}

// scriptEnvironment is the world of every scenario. Commits that git makes in
// it have the same hashes on every machine.
var scriptEnvironment = [][2]string{
	{"TZ", "UTC"}, {"LANG", "C.UTF-8"}, {"LC_ALL", "C.UTF-8"}, {"NO_COLOR", "1"}, {"TERM", "dumb"},
	{"SOURCE_DATE_EPOCH", "1767225600"}, // 2026-01-01
	{"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_CONFIG_GLOBAL", os.DevNull}, {"GIT_TERMINAL_PROMPT", "0"},
	{"GIT_CONFIG_COUNT", "2"},
	{"GIT_CONFIG_KEY_0", "init.defaultBranch"}, {"GIT_CONFIG_VALUE_0", "main"},
	{"GIT_CONFIG_KEY_1", "core.autocrlf"}, {"GIT_CONFIG_VALUE_1", "false"},
	{"GIT_AUTHOR_NAME", "Robin Example"}, {"GIT_AUTHOR_EMAIL", "robin@example.com"}, {"GIT_AUTHOR_DATE", "2025-06-01T10:00:00Z"},
	{"GIT_COMMITTER_NAME", "Robin Example"}, {"GIT_COMMITTER_EMAIL", "robin@example.com"}, {"GIT_COMMITTER_DATE", "2025-06-01T10:00:00Z"},
	{"GITHUB_TOKEN", ""}, {"GITHUB_REPOSITORY", ""}, {"GITHUB_STEP_SUMMARY", ""}, {"EDITOR", ""},
}

// exits runs a command that must end with this exit status.
//
//	exits 2 retrowiki bild
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARG...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// write makes a file from a text with Go's escapes, for bytes that a text
// archive cannot hold.
//
//	write bom.md '\ufeff---\ntitle: x\n---\n'
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	writeFile(ts, args[0], text)
}

// repeat makes a file of one text again and again behind another file's.
//
//	repeat huge.md 2000000 'log line. '
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE BYTES TEXT")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	head, err := os.ReadFile(ts.MkAbs(args[0]))
	if !errors.Is(err, fs.ErrNotExist) {
		ts.Check(err)
	}
	writeFile(ts, args[0], string(head)+strings.Repeat(args[2], size/len(args[2])))
}

func writeFile(ts *testscript.TestScript, name, text string) {
	file := ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	ts.Check(os.WriteFile(file, []byte(text), 0o644))
}

// copytree copies a folder; the new one must not exist.
func copytree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copytree FROM TO")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// sametree says whether two folders hold the same files with the same bytes.
func sametree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] sametree A B")
	}
	a, b := readTree(ts, args[0]), readTree(ts, args[1])
	var differ []string
	for name, content := range a {
		if other, ok := b[name]; !ok || other != content {
			differ = append(differ, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			differ = append(differ, name)
		}
	}
	switch {
	case neg && len(differ) == 0:
		ts.Fatalf("%s and %s are the same", args[0], args[1])
	case !neg && len(differ) > 0:
		ts.Fatalf("%s and %s differ in %s", args[0], args[1], strings.Join(differ, ", "))
	}
}

// tree prints the paths of a folder's files, sorted. Names that carry a hash
// of their content have it as HASH.
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tree DIR")
	}
	var names []string
	for name := range readTree(ts, args[0]) {
		names = append(names, contentHash.ReplaceAllString(name, "HASH"))
	}
	slices.Sort(names)
	fmt.Fprintln(ts.Stdout(), strings.Join(names, "\n"))
}

var contentHash = regexp.MustCompile(`\b[0-9a-f]{8,}\b`)

// holds says whether any file below a folder, or any path of one, holds a
// text, whatever its case.
//
//	! holds _site secret
func holds(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] holds DIR TEXT")
	}
	text := strings.ToLower(args[1])
	var where []string
	for name, content := range readTree(ts, args[0]) {
		if strings.Contains(strings.ToLower(name), text) || strings.Contains(strings.ToLower(content), text) {
			where = append(where, name)
		}
	}
	switch {
	case neg && len(where) > 0:
		ts.Fatalf("%q stands in %s", args[1], strings.Join(where, ", "))
	case !neg && len(where) == 0:
		ts.Fatalf("%q stands nowhere in %s", args[1], args[0])
	}
}

func readTree(ts *testscript.TestScript, dir string) map[string]string {
	root, files := os.DirFS(ts.MkAbs(dir)), map[string]string{}
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, name)
		files[name] = string(content)
		return err
	}))
	if len(files) == 0 {
		ts.Fatalf("%s holds no file", dir)
	}
	return files
}

// validJSON says that files (or stdout) are JSON.
func validJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: json FILE...")
	}
	for _, name := range args {
		if !json.Valid([]byte(ts.ReadFile(name))) {
			ts.Fatalf("%s is not JSON", name)
		}
	}
}

// server is a `retrowiki serve` that a scenario has started.
type server struct {
	command *exec.Cmd
	output  *lockedBuffer
	url     string
}

type serverKey struct{}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// patience is how long a scenario waits for a server.
const patience = 20 * time.Second

var announced = regexp.MustCompile(`The wiki is at (http://\S+)`)

// start runs `retrowiki serve` in the background, on a port of its own, and
// waits until it says where the wiki is.
//
//	start retrowiki serve
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start retrowiki serve [FLAG...]")
	}
	s := ts.Value(serverKey{}).(*server)
	program, err := exec.LookPath(args[0])
	ts.Check(err)
	s.output = &lockedBuffer{}
	s.command = exec.Command(program, append(args[1:], "--address", "127.0.0.1:0")...)
	s.command.Dir = ts.MkAbs(".")
	s.command.Stdout, s.command.Stderr = s.output, s.output
	s.command.Env = os.Environ()
	for _, v := range append(scriptEnvironment, [2]string{"HOME"}, [2]string{"TMPDIR"}) {
		s.command.Env = append(s.command.Env, v[0]+"="+ts.Getenv(v[0]))
	}
	ts.Check(s.command.Start())
	ts.Defer(func() {
		if s.command != nil {
			_ = s.command.Process.Kill()
			_ = s.command.Wait()
		}
	})
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if found := announced.FindStringSubmatch(s.output.String()); found != nil {
			s.url = strings.TrimSuffix(found[1], "/")
			return
		}
	}
	ts.Fatalf("serve does not say where the wiki is:\n%s", s.output.String())
}

// get asks the server for a path until it answers as wanted.
//
//	get 200 /incidents/ 'a text of the page'
//	get 403 / '' Host:evil.example
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: get STATUS PATH TEXT [HEADER:VALUE...]")
	}
	s := ts.Value(serverKey{}).(*server)
	var last string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		status, body, err := fetch(s.url+args[1], args[3:])
		ts.Check(err)
		if last = fmt.Sprint(status); last == args[0] && strings.Contains(body, args[2]) {
			return
		}
	}
	ts.Fatalf("%s gives status %s, and not %s with %q; the server says:\n%s", args[1], last, args[0], args[2], s.output.String())
}

func fetch(url string, headers []string) (status int, body string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		if request.Header.Set(name, value); name == "Host" {
			request.Host = value
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return response.StatusCode, string(content), err
}

// interrupt is Ctrl-C for the server, which must end with this exit status.
// What it printed is then stdout.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: interrupt STATUS")
	}
	s := ts.Value(serverKey{}).(*server)
	command := s.command
	s.command = nil
	ts.Check(command.Process.Signal(syscall.SIGINT))
	timer := time.AfterFunc(patience, func() { _ = command.Process.Kill() })
	defer timer.Stop()
	_ = command.Wait()
	fmt.Fprint(ts.Stdout(), s.output.String())
	if got := strconv.Itoa(command.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exit status %s, want %s:\n%s", got, args[0], s.output.String())
	}
}

// Ctrl-C in the middle of a build leaves nothing behind.
func TestInterruptedBuild(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	var stderr bytes.Buffer
	status := execute(ctx, &environment{
		args:   []string{"build", "--source", "../../examples/incidents-wiki", "--output", filepath.Join(folder, "site")},
		stdout: io.Discard, stderr: &stderr, getenv: func(string) string { return "" }, now: time.Now,
	})
	if status != exitInterrupted || stderr.String() != "retrowiki: interrupted\n" {
		t.Errorf("status %d, want %d; it says %q", status, exitInterrupted, stderr.String())
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// An editor that follows `retrowiki schema` has nothing to say about the
// examples, and finds what is wrong elsewhere.
func TestSchemaAgreesWithExamples(t *testing.T) {
	for wiki, patterns := range map[string][]string{
		"incidents-wiki": {"incidents/*/*.md", "incidents/*/*/index.md"},
		"foreign-fields": {"postmortems/*.md"},
	} {
		root := filepath.Join("../../examples", wiki)
		schema := compileSchema(t, root)
		var files []string
		for _, pattern := range patterns {
			found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
			if err != nil || len(found) == 0 {
				t.Fatalf("no example is %s in %s: %v", pattern, root, err)
			}
			files = append(files, found...)
		}
		for _, file := range files {
			t.Run(filepath.ToSlash(file), func(t *testing.T) {
				value := frontmatterOf(t, file)
				if value == nil {
					t.Skip("its frontmatter is not YAML")
				}
				if err := schema.Validate(value); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// A template that nobody has filled in yet is no mistake either.
func TestSchemaAgreesWithTemplate(t *testing.T) {
	value := frontmatterOf(t, "../../templates/scaffold/retrospective.md")
	if err := compileSchema(t, "../../examples/incidents-wiki").Validate(value); value == nil || err != nil {
		t.Error(err)
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := compileSchema(t, "../../examples/incidents-wiki")
	for name, wrong := range map[string]string{
		"no title":                       `severity: SEV1`,
		"a title that is a list":         `title: [a, b]`,
		"an unknown status":              `{title: x, status: finished}`,
		"a number as tags":               `{title: x, tags: 7}`,
		"a remediation that is a number": `{title: x, remediations: [7]}`,
		"an unknown level":               `{title: x, remediations: [{id: a, title: b, level: deep}]}`,
		"an unknown visibility":          `{title: x, visibility: secret}`,
	} {
		t.Run(name, func(t *testing.T) {
			if schema.Validate(yamlValue(t, []byte(wrong))) == nil {
				t.Errorf("the schema accepts %s", wrong)
			}
		})
	}
}

// compileSchema is what the command prints for a wiki.
func compileSchema(t *testing.T, root string) *jsonschema.Schema {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := execute(t.Context(), &environment{
		args: []string{"schema", "--source", root}, stdout: &stdout, stderr: &stderr,
		getenv: func(string) string { return "" }, now: time.Now,
	})
	if status != exitDone {
		t.Fatalf("retrowiki schema: status %d: %s", status, stderr.String())
	}
	document, err := jsonschema.UnmarshalJSON(&stdout)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("incident.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("incident.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func frontmatterOf(t *testing.T, file string) any {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(string(content), "---\n")
	if !ok {
		return nil
	}
	block, _, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		t.Fatalf("%s: the frontmatter does not end", file)
	}
	return yamlValue(t, []byte(block))
}

// yamlValue reads YAML as an editor does for a schema: times are text.
func yamlValue(t *testing.T, text []byte) any {
	t.Helper()
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		t.Fatal(err)
	}
	timesAsText(&node)
	var value any
	if err := node.Decode(&value); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func timesAsText(node *yaml.Node) {
	if node.Tag == "!!timestamp" {
		node.Tag = "!!str"
	}
	for _, child := range node.Content {
		timesAsText(child)
	}
}
