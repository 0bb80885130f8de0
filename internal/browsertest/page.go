package browsertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one step on a page may take.
const patience = 20 * time.Second

// Page is a tab with storage of its own. It is not for use by several
// goroutines at once.
type Page struct {
	ctx     context.Context
	close   context.CancelFunc
	allowed []string // what addresses of requests begin with

	mu       sync.Mutex
	problems []string
	requests map[string]string // id -> address
}

// Open makes a page that may read only addresses that begin with one of the
// given ones. Whoever calls it calls Close.
func (b *Browser) Open(allowed ...string) (*Page, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	p := &Page{ctx: ctx, close: cancel, allowed: allowed, requests: map[string]string{}}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		cancel()
		return nil, err
	}
	// A policy stops what a page does, not what is put into it from outside.
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `document.addEventListener("securitypolicyviolation", function (e) {
			console.error("policy violated: " + e.violatedDirective + " by " + e.blockedURI);
		});`,
	})
	if err != nil {
		cancel()
		return nil, err
	}
	return p, nil
}

// Close closes the page and forgets its storage.
func (p *Page) Close() { p.close() }

// Problems gives what went wrong since it was last asked.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.problems
	p.problems = nil
	return list
}

func (p *Page) problem(format string, values ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if text := fmt.Sprintf(format, values...); !slices.Contains(p.problems, text) {
		p.problems = append(p.problems, text)
	}
}

func (p *Page) run(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// Go opens an address and waits until it has loaded.
func (p *Page) Go(address string) error {
	if err := p.run(chromedp.Navigate(address)); err != nil {
		return fmt.Errorf("open %s: %w", address, err)
	}
	return nil
}

// Reload loads the page again.
func (p *Page) Reload() error { return p.run(chromedp.Reload()) }

// Back goes back to the page before.
func (p *Page) Back() error { return p.run(chromedp.NavigateBack()) }

// Follow clicks on the first element that a CSS selector finds, with the
// mouse, and waits until another page has loaded.
func (p *Page) Follow(selector string) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector))))
	if err != nil {
		return fmt.Errorf("follow %s: %w", selector, err)
	}
	return nil
}

// Click clicks on the first element that a CSS selector finds.
func (p *Page) Click(selector string) error {
	if err := p.run(chromedp.Click(chromedp.CSS(selector))); err != nil {
		return fmt.Errorf("click %s: %w", selector, err)
	}
	return nil
}

// Type presses keys; "\r" is Enter.
func (p *Page) Type(text string) error {
	text = strings.ReplaceAll(text, "\n", kb.Enter)
	return p.run(chromedp.KeyEvent(text))
}

// Wait waits until an expression of script is true, on whatever page is open
// by then.
func (p *Page) Wait(expression string) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		// An error is a page that is just going, or not yet there.
		met, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if met {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", expression, errors.Join(ctx.Err(), err))
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Eval gives the value of an expression of script. It works on pages that may
// run none of their own, too.
func Eval[T any](p *Page, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		return value, fmt.Errorf("%s: %w", expression, err)
	}
	return value, nil
}

// Size sets the size of what a reader sees, in CSS pixels.
func (p *Page) Size(width, height int) error {
	return p.run(chromedp.EmulateViewport(int64(width), int64(height)))
}

// Theme sets what the reader's system prefers: "light" or "dark".
func (p *Page) Theme(theme string) error {
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: theme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
	return err
}

// WithoutScript keeps the pages that are opened from now on from running any.
func (p *Page) WithoutScript() error {
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// Screenshot gives what a reader sees, as PNG.
func (p *Page) Screenshot() ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
