package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// hear notes what goes wrong. It is called on the goroutine that reads the
// browser's messages, so it asks the browser nothing itself.
func (p *Page) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if kind := string(e.Type); kind == "error" || kind == "warning" || kind == "assert" {
			p.problem("console %s: %s", kind, written(e.Args))
		}
	case *runtime.EventExceptionThrown:
		p.problem("uncaught exception: %s", thrown(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if level := string(e.Entry.Level); level == "error" || level == "warning" {
			p.problem("%s %s: %s %s", e.Entry.Source, level, e.Entry.Text, e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		p.problem("dialog: %s", e.Message)
		go p.dismiss()
	case *network.EventRequestWillBeSent:
		p.sent(string(e.RequestID), e.Request.URL)
	case *network.EventLoadingFailed:
		p.failed(e)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			p.problem("request: %d %s", e.Response.Status, e.Response.URL)
		}
	}
}

func (p *Page) dismiss() {
	// Whether it can be closed or the page has gone: the dialog was noted.
	_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: false})
}

func (p *Page) sent(id, address string) {
	p.mu.Lock()
	p.requests[id] = address
	p.mu.Unlock()
	for _, prefix := range p.allowed {
		if strings.HasPrefix(address, prefix) {
			return
		}
	}
	if !strings.HasPrefix(address, "data:") {
		p.problem("request leaves the wiki: %s", address)
	}
}

func (p *Page) failed(e *network.EventLoadingFailed) {
	p.mu.Lock()
	address := p.requests[string(e.RequestID)]
	p.mu.Unlock()
	if e.Canceled {
		return // the reader went on before it came
	}
	reason := e.ErrorText
	if e.BlockedReason != "" {
		reason += " (" + string(e.BlockedReason) + ")"
	}
	p.problem("request failed: %s %s", reason, address)
}

func written(arguments []*runtime.RemoteObject) string {
	var words []string
	for _, a := range arguments {
		var text string
		switch {
		case a.Description != "":
			text = a.Description
		case json.Unmarshal(a.Value, &text) != nil: // it is no string
			text = string(a.Value)
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

func thrown(d *runtime.ExceptionDetails) string {
	text := d.Text
	if d.Exception != nil && d.Exception.Description != "" {
		text = d.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, d.URL, d.LineNumber+1)
}
