// Command screenshots makes the README's pictures: it builds the example wiki
// with the retrowiki it is given and looks at it with Chromium.
//
//	go run ./internal/screenshots -retrowiki bin/retrowiki -to docs/images
//
// It is started in the module's root, as make screenshots does.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// shot is one picture.
type shot struct {
	name, page    string
	width, height int
	theme         string
}

const incident = "incidents/2018-10-21-github-network-partition/index.html"

var shots = []shot{
	{"front.png", "index.html", 1280, 900, "light"},
	{"incident.png", incident, 1280, 1400, "light"},
	{"incident-phone-dark.png", incident, 390, 844, "dark"},
	{"board.png", "remediations/index.html", 1280, 900, "light"},
	{"factor.png", "factors/integer-exhaustion/index.html#rw-ladder", 1280, 1400, "light"},
	{"insights.png", "insights/index.html", 1280, 900, "light"},
	{"search.png", "search/index.html?q=overflow", 1280, 900, "light"},
}

func main() {
	log.SetFlags(0)
	retrowiki := flag.String("retrowiki", "bin/retrowiki", "the program that builds the wiki")
	to := flag.String("to", "docs/images", "the folder of the pictures")
	flag.Parse()
	if err := run(*retrowiki, *to); err != nil {
		log.Fatal("screenshots: ", err)
	}
}

func run(retrowiki, to string) error {
	dir, err := os.MkdirTemp("", "retrowiki-screenshots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	site, err := build(retrowiki, dir)
	if err != nil {
		return err
	}
	browser, err := browsertest.Start()
	if err != nil {
		return err
	}
	defer browser.Close()
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, s := range shots {
		picture, err := s.take(browser, site)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := os.WriteFile(filepath.Join(to, s.name), picture, 0o644); err != nil {
			return err
		}
		log.Printf("%s: %d kB", filepath.Join(to, s.name), len(picture)/1000)
	}
	return nil
}

// build makes the example wiki below dir and gives its address.
func build(retrowiki, dir string) (string, error) {
	repository, site := filepath.Join(dir, "repository"), filepath.Join(dir, "site")
	for _, command := range [][]string{
		{"examples/make-repository", repository},
		{retrowiki, "build", "--quiet", "--source", repository, "--output", site},
	} {
		out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("%v: %w\n%s", command, err, out)
		}
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(site) + "/"}).String(), nil
}

// take gives the picture as PNG. A page on which something goes wrong gives
// none.
func (s shot) take(browser *browsertest.Browser, site string) ([]byte, error) {
	page, err := browser.Open(site)
	if err != nil {
		return nil, err
	}
	defer page.Close()
	if err := page.Size(s.width, s.height); err != nil {
		return nil, err
	}
	if err := page.Theme(s.theme); err != nil {
		return nil, err
	}
	if err := page.Go(site + s.page); err != nil {
		return nil, err
	}
	if err := page.Wait(`document.readyState === "complete" && document.fonts.status === "loaded"`); err != nil {
		return nil, err
	}
	picture, err := page.Screenshot()
	if err != nil {
		return nil, err
	}
	if problems := page.Problems(); len(problems) > 0 {
		return nil, fmt.Errorf("%s: %v", s.page, problems)
	}
	return picture, nil
}
