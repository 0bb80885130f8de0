// Package preview serves a wiki to the person who writes it: it serves on
// loopback, watches the source, and tells the browser to reload.
//
// Pages are made when they are asked for. A change that cannot be read leaves
// the last good wiki served, and what is wrong is told on the open pages; only
// requests that name the loopback host are answered, so that no other page in
// the browser can read the wiki.
package preview

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// ReloadPath is the script that pages load to hear of a new build.
const ReloadPath = "_retrowiki/reload.js"

const eventsPath = "/_retrowiki/events"

const reloadScript = `(function () {
  "use strict";
  var events = new EventSource(document.currentScript.src.replace("reload.js", "events") + "?page=" + encodeURIComponent(location.pathname));
  var notice = null;
  function tell(words) {
    if (notice) { notice.remove(); notice = null; }
    if (!words) { return; }
    notice = document.createElement("div");
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    Object.assign(notice.style, {
      position: "fixed", left: "0", right: "0", bottom: "0", zIndex: "99", padding: "0.75rem 1rem", whiteSpace: "pre-wrap",
      background: "#8f1d14", color: "#fff", font: "0.875rem/1.4 monospace", maxHeight: "40vh", overflow: "auto"
    });
    document.body.append(notice);
  }
  events.onmessage = function () {
    sessionStorage.setItem("retrowiki-scroll", location.href + " " + scrollY);
    location.reload();
  };
  events.addEventListener("problem", function (event) { tell(JSON.parse(event.data)); });
  events.addEventListener("fine", function () { tell(""); });
  addEventListener("pagehide", function () { events.close(); });
  var kept = (sessionStorage.getItem("retrowiki-scroll") || "").split(" ");
  sessionStorage.removeItem("retrowiki-scroll");
  if (kept[0] === location.href) { addEventListener("load", function () { scrollTo(0, Number(kept[1])); }); }
})();
`

// A Site is what is served.
type Site interface {
	// Page makes a page by its path from the root; found is false if there is
	// none.
	Page(ctx context.Context, path string) (content []byte, found bool, err error)
	// Update takes in that files have changed, by their paths; any if none is
	// named.
	Update(ctx context.Context, changed []string) error
}

// Options say what is served and watched.
type Options struct {
	Address string // such as 127.0.0.1:8080; must be loopback
	Site    Site
	Dir     string                              // folder of what pages load beside them
	Ready   func(address string)                // called once the wiki is served
	Report  func(err error, took time.Duration) // called after every update
}

// Serve runs until ctx is done. The watch is begun by whoever reads the source
// first, so that nothing saved meanwhile is missed.
func Serve(ctx context.Context, listener net.Listener, watcher *Watcher, o Options) (err error) {
	defer listener.Close()
	defer watcher.Close()
	hub := &hub{site: o.Site}
	server := &http.Server{Handler: handler(o, hub), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	watched := make(chan error, 1)
	go func() { watched <- watcher.watch(ctx, o, hub) }()
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

// Listen takes an address such as 127.0.0.1:8080, which must be loopback, so
// that one that cannot be had is known before anything is read.
func Listen(address string) (net.Listener, error) {
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

func handler(o Options, h *hub) http.Handler {
	files := http.FileServer(http.Dir(o.Dir))
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
			servePage(w, r, h, files)
		}
	})
}

// servePage answers with a page of the site, with what pages load, or with the
// site's own 404, as static hosts do.
func servePage(w http.ResponseWriter, r *http.Request, h *hub, files http.Handler) {
	name := pathOf(r.URL.Path)
	content, found, err := h.page(r.Context(), name)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case found:
		w.Header().Set("Content-Type", typeOf(name))
		_, _ = w.Write(content)
	case !strings.HasSuffix(r.URL.Path, "/"):
		if _, isFolder, _ := h.site.Page(r.Context(), name+"/index.html"); isFolder {
			http.Redirect(w, r, path.Base(name)+"/", http.StatusMovedPermanently)
			return
		}
		files.ServeHTTP(&notFound{ResponseWriter: w, site: h.site, request: r}, r)
	default:
		(&notFound{ResponseWriter: w, site: h.site, request: r}).WriteHeader(http.StatusNotFound)
	}
}

// pathOf is the page that an address means.
func pathOf(address string) string {
	name := strings.TrimPrefix(path.Clean("/"+address), "/")
	if name == "" || strings.HasSuffix(address, "/") {
		name = path.Join(name, "index.html")
	}
	return name
}

func typeOf(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	}
	return "application/octet-stream"
}

func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host
}

// notFound answers a missing page with the wiki's own, as static hosts do.
type notFound struct {
	http.ResponseWriter
	site     Site
	request  *http.Request
	replaced bool
}

func (n *notFound) WriteHeader(status int) {
	if status == http.StatusNotFound {
		n.replaced = true
		n.Header().Set("Content-Type", "text/html; charset=utf-8")
		n.Header().Del("Content-Length")
		n.ResponseWriter.WriteHeader(status)
		if page, found, err := n.site.Page(n.request.Context(), "404.html"); err == nil && found {
			_, _ = n.ResponseWriter.Write(page)
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

// hub tells open pages of what has changed on them.
type hub struct {
	site Site

	mu      sync.Mutex
	pages   map[*listening]bool
	served  map[string][sha256.Size]byte // by path: what a page was when it was last served
	problem string                       // that keeps the source from being read; "" for none
	closed  bool
}

// listening is an open page.
type listening struct {
	page string
	news chan event
}

type event struct{ name, data string }

// page makes a page, and notes what it is.
func (h *hub) page(ctx context.Context, name string) ([]byte, bool, error) {
	content, found, err := h.site.Page(ctx, name)
	if found && strings.HasSuffix(name, ".html") {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.served == nil {
			h.served = map[string][sha256.Size]byte{}
		}
		h.served[name] = sha256.Sum256(content)
	}
	return content, found, err
}

func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusInternalServerError)
		return
	}
	l := &listening{page: pathOf(r.URL.Query().Get("page")), news: make(chan event, 4)}
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return
	}
	if h.pages == nil {
		h.pages = map[*listening]bool{}
	}
	h.pages[l] = true
	if h.problem != "" {
		l.news <- problemEvent(h.problem)
	}
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.pages, l)
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, ": connected\n\n")
	flusher.Flush()
	for {
		select {
		case e, open := <-l.news:
			if !open {
				return
			}
			if e.name != "" {
				fmt.Fprintf(w, "event: %s\n", e.name)
			}
			fmt.Fprintf(w, "data: %s\n\n", e.data)
			flusher.Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func problemEvent(problem string) event {
	encoded, _ := json.Marshal(problem)
	return event{"problem", string(encoded)}
}

// updated tells pages to load again if they are no longer what they were.
func (h *hub) updated(ctx context.Context) {
	h.mu.Lock()
	open := map[string][sha256.Size]byte{}
	for l := range h.pages {
		open[l.page] = h.served[l.page]
	}
	h.mu.Unlock()
	changed := map[string]bool{}
	for name, was := range open {
		content, found, err := h.site.Page(ctx, name)
		changed[name] = !found || err != nil || sha256.Sum256(content) != was
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	mended := h.problem != ""
	h.problem = ""
	for l := range h.pages {
		switch {
		case changed[l.page]:
			l.tell(event{"", "reload"})
		case mended:
			l.tell(event{"fine", "-"})
		}
	}
}

// failed tells pages what is wrong.
func (h *hub) failed(problem string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.problem = problem
	for l := range h.pages {
		l.tell(problemEvent(problem))
	}
}

// tell drops what a page that does not listen cannot take.
func (l *listening) tell(e event) {
	select {
	case l.news <- e:
	default:
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.pages {
		close(l.news)
		delete(h.pages, l)
	}
}
