package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// ErrNoChromium says that there is no browser, and how to get one.
var ErrNoChromium = errors.New("no Chromium was found: run .ci/prepare, which installs it (Debian: apt-get install chromium), or name one in $CHROMIUM")

// Find gives the path of Chromium.
func Find() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("$CHROMIUM: %w", err)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// Browser is a Chromium without a window.
type Browser struct {
	ctx  context.Context
	stop func()
	dir  string // its profile, removed by Close
}

// Start begins a browser with an empty profile. Whoever calls it calls Close.
func Start() (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "retrowiki-browser-")
	if err != nil {
		return nil, err
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags(path, dir)...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	b := &Browser{ctx: ctx, dir: dir, stop: func() {
		stopBrowser()
		stopAllocator()
	}}
	if err := chromedp.Do(ctx); err != nil {
		b.Close()
		return nil, fmt.Errorf("%s does not start: %w", path, err)
	}
	return b, nil
}

func flags(path, dir string) []chromedp.ExecAllocatorOption {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	return append(options,
		chromedp.ExecPath(path),
		chromedp.UserDataDir(dir),
		chromedp.DisableGPU,
		chromedp.Flag("no-sandbox", os.Getuid() == 0), // Chromium's sandbox refuses to run as root
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("hide-scrollbars", true),
		// A page that comes back from this cache loads without the events that
		// a step waits for.
		chromedp.Flag("disable-features", "Translate,BackForwardCache"),
		chromedp.Flag("lang", "en-GB"),
		// Pages see this machine and nothing else.
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
}

// Close ends the browser and removes its profile.
func (b *Browser) Close() {
	b.stop()
	// The last of its processes may still write as it goes; what then stays
	// is a folder of temporary files.
	_ = os.RemoveAll(b.dir)
}
