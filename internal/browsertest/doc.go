// Package browsertest drives a real Chromium over pages that were built, and
// tells everything that goes wrong on them.
//
// A Browser is one Chromium without a window; a Page is a tab of it with
// storage of its own. A page keeps what a person would find in the developer
// tools: errors and warnings, uncaught exceptions, violations of the
// Content-Security-Policy, dialogs, and requests that failed or left the place
// that it may read from. No name resolves to anything but this machine, so
// nothing that a page tries to load from elsewhere is ever fetched.
//
// Tests share one browser for their package:
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }
//
//	page := browsertest.Open(t, "file:///tmp/site/")
//	page.Go("file:///tmp/site/index.html")
package browsertest
