package browsertest_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

const fence = "```"

// A diagram is drawn in a frame that can reach nothing, under the same strict
// policy; its source stays at hand. One that makes no sense stays source, and
// pages without diagrams load nothing for them.
func TestDiagrams(t *testing.T) {
	s := written(t, map[string]string{
		"incidents/drawn.md": "---\ntitle: Drawn\n---\n## What happened\n\n" + fence + "mermaid\ngraph LR; A[Client] --> B[Queue]; B --> C[(Disk)]\n" + fence + "\n",
		"incidents/odd.md":   "---\ntitle: Odd\n---\n" + fence + "mermaid\nthis is: no diagram -->>\n" + fence + "\n",
		"incidents/evil.md": "---\ntitle: Evil\n---\n" + fence + "mermaid\ngraph LR; A[\"<img src=x onerror='parent.canary=1;window.top.canary=1'>\"] --> B\n" +
			"click A \"javascript:top.canary=1\"\nclick B call alert(1)\n" + fence + "\n",
		"incidents/plain.md": "---\ntitle: Plain\n---\nWords.\n",
	})
	t.Run("server", func(t *testing.T) {
		root := s.serve(t, "/a/b/")
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "incidents/drawn/index.html")
		page.Wait(`document.querySelector("iframe.diagram") && Number(document.querySelector("iframe.diagram").height) > 20`)
		if !page.True(`document.querySelector("iframe.diagram").sandbox.value === "allow-scripts" && document.querySelector("details pre.mermaid").textContent.includes("A[Client]")`) {
			t.Error("the frame is not closed, or the source is gone")
		}
		page.Click("button.theme")
		page.Clean("drawn")

		page.Go(root + "incidents/odd/index.html")
		page.Wait(`!document.querySelector("iframe.diagram")`)
		if !page.True(`document.querySelector("pre.mermaid").checkVisibility()`) {
			t.Error("what cannot be drawn is not shown as it is written")
		}
		page.Clean("odd")

		page.Go(root + "incidents/evil/index.html")
		page.Wait(`!document.querySelector("iframe.diagram") || Number(document.querySelector("iframe.diagram").height) > 0`)
		if page.True(`"canary" in window`) {
			t.Error("a diagram ran script on the page")
		}
	})
	t.Run("folder", func(t *testing.T) {
		root := s.fromFolder()
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "incidents/drawn/index.html")
		page.Wait(`document.readyState === "complete" && document.querySelector("pre.mermaid").checkVisibility() && !document.querySelector("iframe")`)
		page.Clean("from a folder")
	})
	plain := string(s.files["incidents/plain/index.html"])
	if strings.Contains(plain, "diagram") || strings.Contains(plain, "frame-src") {
		t.Error("a page without a diagram knows of them")
	}
	for name := range example(t).files {
		if strings.Contains(name, "mermaid") || strings.Contains(name, "diagram.") {
			t.Errorf("a wiki without diagrams has %s", name)
		}
	}
}
