package main

import (
	"bufio"
	"bytes"
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

// served measures how long it takes from saving a file until its page, which a
// browser is told to load again, has come: with other words in it, and with
// another title, which other pages show too.
func served(retrowiki, repository string, n int) (words, title result, err error) {
	command := exec.Command(retrowiki, "serve", "--quiet", "--no-history", "--source", repository, "--address", "127.0.0.1:0")
	out, err := command.StdoutPipe()
	if err != nil {
		return words, title, err
	}
	if err := command.Start(); err != nil {
		return words, title, err
	}
	defer func() { _, _ = command.Process.Kill(), command.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return words, title, err
	}
	p := &saved{root: strings.TrimSuffix(address.FindString(line), "/"), file: filepath.Join(repository, filepath.FromSlash(corpus.Path(n/2))), page: "/incidents/" + corpus.ID(n/2) + "/"}
	if p.before, err = os.ReadFile(p.file); err != nil {
		return words, title, err
	}
	defer func() { err = errors.Join(err, os.WriteFile(p.file, p.before, 0o644)) }()
	if _, err = p.get(); err != nil {
		return words, title, err
	}
	var all, others []result
	for i := range saves {
		word := fmt.Sprintf("zebra%d", i)
		r, err := p.save(bytes.Replace(p.before, []byte("## What happened\n"), []byte("## What happened\n\n"+word+"\n"), 1), word)
		if err != nil {
			return words, title, err
		}
		all = append(all, r)
	}
	for i := range saves {
		word := fmt.Sprintf("Zebra %d", i)
		r, err := p.save(bytes.Replace(p.before, []byte("title: "), []byte("title: "+word+" "), 1), word)
		if err != nil {
			return words, title, err
		}
		others = append(others, r)
	}
	words, title = median(all), median(others)
	words.what, title.what = fmt.Sprintf("%d, serve: words saved to page there", n), fmt.Sprintf("%d, serve: title saved to page there", n)
	return words, title, nil
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
