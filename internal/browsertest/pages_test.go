package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// pageTypes names a page of each kind.
var pageTypes = []string{
	"index.html", recurring, eventful, "incidents/2018-10-21-github-network-partition/index.html",
	"incidents/index.html", "incidents/2021/index.html", "services/index.html", "services/database/index.html",
	"factors/index.html", "factors/integer-exhaustion/index.html", "tags/index.html", "severities/index.html",
	"company/github/index.html", "remediations/index.html", "safeguards/index.html", "insights/index.html", "search/index.html", "404.html",
}

// TestEveryPageInEveryLook opens a page of each kind, and lets it be looked at
// on a phone and on a desk, by day and by night.
func TestEveryPageInEveryLook(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		for _, name := range pageTypes {
			page.Look(320, 640, "light")
			page.Go(root + name)
			looks(t, page, name)
		}
	})
}

// looks checks the page that is open in each look.
func looks(t *testing.T, page *browsertest.Tab, name string) {
	t.Helper()
	paper := map[string]string{}
	for _, width := range []int{320, 1280} {
		for _, theme := range []string{"light", "dark"} {
			page.Look(width, 800, theme)
			where := fmt.Sprintf("%s, %d px, %s", name, width, theme)
			if wide := page.Text(tooWide); wide != "" {
				t.Errorf("%s: scrolls sideways: %s", where, wide)
			}
			paper[theme] = page.Text(`getComputedStyle(document.documentElement).backgroundColor + " " + getComputedStyle(document.body).backgroundColor`)
			page.Clean(where)
		}
	}
	if paper["light"] == paper["dark"] {
		t.Errorf("%s: is as bright by night as by day (%s)", name, paper["light"])
	}
	if broken := page.Number(`Array.from(document.images).filter(i => i.complete && !i.naturalWidth).length`); broken > 0 {
		t.Errorf("%s: %d images do not show", name, broken)
	}
}

// tooWide names what stands out of the page at its right, "" where the page
// cannot be scrolled sideways.
const tooWide = `(function () {
	var root = document.scrollingElement;
	if (root.scrollWidth <= innerWidth) return "";
	function contained(e) {
		for (var p = e.parentElement; p && p !== document.body; p = p.parentElement)
			if (getComputedStyle(p).overflowX !== "visible") return true;
		return false;
	}
	return root.scrollWidth + " px: " + Array.from(document.body.querySelectorAll("*")).filter(function (e) {
		return e.getBoundingClientRect().right > innerWidth + 0.5 && !contained(e);
	}).slice(-3).map(function (e) {
		return e.tagName.toLowerCase() + "." + e.className + " " + JSON.stringify(e.textContent.trim().slice(0, 40));
	}).join(", ");
})()`

func TestPagesOfAnEmptyWiki(t *testing.T) {
	s := written(t, nil)
	newChecker(t, s, "http://wiki.test/").every()
	page := browsertest.Open(t, s.fromFolder())
	for _, name := range []string{"index.html", "incidents/index.html", "services/index.html", "remediations/index.html", "remediations/product/index.html", "insights/index.html", "search/index.html"} {
		page.Look(320, 640, "light")
		page.Go(s.fromFolder() + name)
		looks(t, page, name)
	}
}
