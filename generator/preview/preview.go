// Package preview serves a wiki to the person who writes it: it builds, serves
// on loopback, watches the source, and tells the browser to reload.
//
// A build that fails leaves the last good one served and is reported; only
// requests that name the loopback host are answered, so that no other page in
// the browser can read the wiki.
package preview

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ReloadPath is the script that pages load to hear of a new build.
const ReloadPath = "_retrowiki/reload.js"

const eventsPath = "/_retrowiki/events"

const reloadScript = `(function () {
  "use strict";
  var events = new EventSource(document.currentScript.src.replace("reload.js", "events"));
  events.onmessage = function () {
    sessionStorage.setItem("retrowiki-scroll", location.href + " " + scrollY);
    location.reload();
  };
  addEventListener("pagehide", function () { events.close(); });
  var kept = (sessionStorage.getItem("retrowiki-scroll") || "").split(" ");
  sessionStorage.removeItem("retrowiki-scroll");
  if (kept[0] === location.href) { addEventListener("load", function () { scrollTo(0, Number(kept[1])); }); }
})();
`

// Options say what is served and watched.
type Options struct {
	Address string                              // such as 127.0.0.1:8080; must be loopback
	Dir     string                              // folder that Build writes and that is served
	Watch   string                              // folder whose changes cause a build; "" to watch nothing
	Ignore  func(path string) bool              // folders below Watch that do not count
	Build   func(ctx context.Context) error     // one build
	Ready   func(address string)                // called once the first build is served
	Report  func(err error, took time.Duration) // called after every later build
}

// Serve runs until ctx is done. It fails at once if the address is not
// loopback or taken, or if the first build fails.
func Serve(ctx context.Context, o Options) error {
	listener, err := listen(o.Address)
	if err != nil {
		return err
	}
	defer listener.Close()
	// The watch begins before the first build, so that nothing saved meanwhile
	// is missed.
	watcher, err := newWatcher(o)
	if err != nil {
		return err
	}
	defer watcher.Close()
	if err := o.Build(ctx); err != nil {
		return err
	}
	hub := &hub{}
	server := &http.Server{Handler: handler(o.Dir, hub), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	watched := make(chan error, 1)
	go func() { watched <- watch(ctx, watcher, o, hub) }()
	o.Ready("http://" + listener.Addr().String() + "/")
	select {
	case err = <-served:
	case err = <-watched:
	case <-ctx.Done():
		err = nil
	}
	hub.close()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if shutdown := server.Shutdown(stop); shutdown != nil {
		server.Close()
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

func listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", address, err)
	}
	if !loopback(host) {
		return nil, fmt.Errorf("address %q is not loopback: a preview is for this machine only; publish the folder that build writes instead", address)
	}
	return net.Listen("tcp", address)
}

func loopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func handler(dir string, h *hub) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !loopback(host) || !sameOrigin(r) {
			http.Error(w, "this preview answers only to its own pages", http.StatusForbidden)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		switch r.URL.Path {
		case "/" + ReloadPath:
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			fmt.Fprint(w, reloadScript)
		case eventsPath:
			h.serve(w, r)
		default:
			files.ServeHTTP(&notFound{ResponseWriter: w, dir: dir, request: r}, r)
		}
	})
}

func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host
}

// notFound answers a missing page with the wiki's own, as static hosts do.
type notFound struct {
	http.ResponseWriter
	dir      string
	request  *http.Request
	replaced bool
}

func (n *notFound) WriteHeader(status int) {
	if status == http.StatusNotFound {
		n.replaced = true
		n.Header().Set("Content-Type", "text/html; charset=utf-8")
		n.Header().Del("Content-Length")
		n.ResponseWriter.WriteHeader(status)
		if page, err := http.Dir(n.dir).Open("/404.html"); err == nil {
			defer page.Close()
			_, _ = io.Copy(n.ResponseWriter, page)
		}
		return
	}
	n.ResponseWriter.WriteHeader(status)
}

func (n *notFound) Write(p []byte) (int, error) {
	if n.replaced {
		return len(p), nil
	}
	return n.ResponseWriter.Write(p)
}

// hub tells every open page of a new build.
type hub struct {
	mu     sync.Mutex
	pages  map[chan struct{}]bool
	closed bool
}

func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusInternalServerError)
		return
	}
	news := make(chan struct{}, 1)
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return
	}
	if h.pages == nil {
		h.pages = map[chan struct{}]bool{}
	}
	h.pages[news] = true
	h.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, ": connected\n\n")
	flusher.Flush()
	select {
	case _, open := <-news:
		if open {
			fmt.Fprint(w, "data: reload\n\n")
		}
	case <-r.Context().Done():
	}
	h.mu.Lock()
	delete(h.pages, news)
	h.mu.Unlock()
}

func (h *hub) reload() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for page := range h.pages {
		select {
		case page <- struct{}{}:
		default:
		}
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for page := range h.pages {
		close(page)
	}
	h.pages = nil
}
