package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/internal/bench/corpus"
)

var address = regexp.MustCompile(`http://\S+`)

// saves is how often a file is saved to measure how soon its page is there.
const saves = 9

// kinds of what is saved: other words, another title, which other pages show
// too, and a field by which incidents are joined.
var savedKinds = []struct{ what, old, new string }{
	{"words", "## What happened\n", "## What happened\n\nzebra%d\n"},
	{"title", "title: ", "title: Zebra%d "},
	{"tag", "tags: [", "tags: [zebra%d, "},
}

// served measures how long it takes from saving a file until its page, which a
// browser is told to load again, has come, for each kind of what is saved.
func served(retrowiki, repository string, n int) (results []result, err error) {
	command := exec.Command(retrowiki, "serve", "--quiet", "--no-history", "--source", repository, "--address", "127.0.0.1:0")
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	defer func() { _, _ = command.Process.Kill(), command.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, err
	}
	p := &saved{root: strings.TrimSuffix(address.FindString(line), "/"), file: filepath.Join(repository, filepath.FromSlash(corpus.Path(n/2))), page: "/incidents/" + corpus.ID(n/2) + "/"}
	if p.before, err = os.ReadFile(p.file); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.WriteFile(p.file, p.before, 0o644)) }()
	if _, err = p.get(); err != nil {
		return nil, err
	}
	for _, kind := range savedKinds {
		var all []result
		for i := range saves {
			content := strings.Replace(string(p.before), kind.old, fmt.Sprintf(kind.new, i), 1)
			r, err := p.save([]byte(content), fmt.Sprintf("ebra%d", i))
			if err != nil {
				return nil, err
			}
			all = append(all, r)
		}
		r := median(all)
		r.what = fmt.Sprintf("%d, serve: %s saved to page there", n, kind.what)
		results = append(results, r)
	}
	return results, nil
}

// saved is a file that is saved, and the page that it becomes.
type saved struct {
	root, file, page string
	before           []byte
}

func (p *saved) get() (string, error) {
	response, err := http.Get(p.root + p.page)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func (p *saved) save(content []byte, word string) (result, error) {
	events, err := http.Get(p.root + "/_retrowiki/events?page=" + p.page)
	if err != nil {
		return result{}, err
	}
	defer events.Body.Close()
	if _, err := p.get(); err != nil { // what the page is now
		return result{}, err
	}
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	if err := os.WriteFile(p.file, content, 0o644); err != nil {
		return result{}, err
	}
	for lines := bufio.NewScanner(events.Body); lines.Scan(); {
		if lines.Text() == "data: reload" {
			body, err := p.get()
			if err != nil || !strings.Contains(body, word) {
				return result{}, fmt.Errorf("the page is not there: %w", err)
			}
			return result{wall: time.Since(began)}, nil
		}
	}
	return result{}, errors.New("no page was told to load again")
}
