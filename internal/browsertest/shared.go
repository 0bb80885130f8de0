package browsertest

import (
	"sync"
	"testing"
)

var shared struct {
	sync.Once
	browser *Browser
	err     error
}

// Main runs the tests of a package and ends the browser that they shared.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.browser != nil {
		shared.browser.Close()
	}
	return code
}

// Shared gives the browser of the package's tests. Where there is none the
// test fails: a skipped test would say nothing of the pages.
func Shared(t testing.TB) *Browser {
	t.Helper()
	shared.Do(func() { shared.browser, shared.err = Start() })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.browser
}

// Tab is a Page whose steps fail the test where they cannot be done.
type Tab struct {
	*Page
	t testing.TB
}

// Open makes a page of the shared browser for a test; it may read only
// addresses that begin with one of the given ones.
func Open(t testing.TB, allowed ...string) *Tab {
	t.Helper()
	p, err := Shared(t).Open(allowed...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return &Tab{Page: p, t: t}
}

// Go opens an address and waits until it has loaded.
func (p *Tab) Go(address string) { p.t.Helper(); p.must(p.Page.Go(address)) }

// Reload loads the page again.
func (p *Tab) Reload() { p.t.Helper(); p.must(p.Page.Reload()) }

// Back goes back to the page before.
func (p *Tab) Back() { p.t.Helper(); p.must(p.Page.Back()) }

// Follow clicks on an element and waits until another page has loaded.
func (p *Tab) Follow(selector string) { p.t.Helper(); p.must(p.Page.Follow(selector)) }

// Click clicks on an element.
func (p *Tab) Click(selector string) { p.t.Helper(); p.must(p.Page.Click(selector)) }

// Type presses keys.
func (p *Tab) Type(text string) { p.t.Helper(); p.must(p.Page.Type(text)) }

// Wait waits until an expression of script is true.
func (p *Tab) Wait(expression string) { p.t.Helper(); p.must(p.Page.Wait(expression)) }

// Look sets size and theme.
func (p *Tab) Look(width, height int, theme string) {
	p.t.Helper()
	p.must(p.Size(width, height))
	p.must(p.Theme(theme))
}

// WithoutScript keeps the pages that are opened from now on from running any.
func (p *Tab) WithoutScript() { p.t.Helper(); p.must(p.Page.WithoutScript()) }

// Text gives the value of an expression of script that is a string.
func (p *Tab) Text(expression string) string { p.t.Helper(); return value[string](p, expression) }

// Number gives the value of an expression of script that is a whole number.
func (p *Tab) Number(expression string) int { p.t.Helper(); return value[int](p, expression) }

// True gives the value of an expression of script that is true or false.
func (p *Tab) True(expression string) bool { p.t.Helper(); return value[bool](p, expression) }

// Clean fails the test for each problem since it was last asked.
func (p *Tab) Clean(where string) {
	p.t.Helper()
	for _, problem := range p.Problems() {
		p.t.Errorf("%s: %s", where, problem)
	}
}

func (p *Tab) must(err error) {
	p.t.Helper()
	if err != nil {
		p.Clean("before this")
		p.t.Fatal(err)
	}
}

func value[T any](p *Tab, expression string) T {
	p.t.Helper()
	v, err := Eval[T](p.Page, expression)
	p.must(err)
	return v
}
