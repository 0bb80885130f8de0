package browsertest_test

import (
	"strings"
	"testing"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

const (
	recurring = "incidents/2021-05-16-github-scoped-token-id-overflow/index.html"
	eventful  = "incidents/2018-11-08-basecamp-events-id-overflow/index.html"
)

const heading = `document.querySelector("h1").textContent`

// TestFollowLinks goes the way that a reader goes, with the mouse.
func TestFollowLinks(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "index.html")
		visited := []string{page.Text(heading)}
		for _, step := range []struct{ click, path string }{
			{"main .entries h3 a", "incidents/"},
			{`.facts a[href*="factors/"]`, "factors/"},
			{"main .entries h3 a", "incidents/"},
			{`.nav a[href*="remediations/"]`, "remediations/"},
		} {
			page.Follow(step.click)
			if at := page.Text("location.href"); !strings.HasPrefix(at, root+step.path) {
				t.Fatalf("%s led to %s, not into %s", step.click, at, step.path)
			}
			visited = append(visited, page.Text(heading))
		}
		for i := len(visited) - 2; i >= 0; i-- {
			page.Back()
			if at := page.Text(heading); at != visited[i] {
				t.Errorf("back led to %q, want %q", at, visited[i])
			}
		}
		page.Clean("on the way")
	})
}

func TestWithoutScript(t *testing.T) {
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Look(1280, 900, "light")
	page.WithoutScript()

	page.Go(root + eventful)
	seen := page.Text("document.body.innerText")
	for _, want := range []string{
		page.Text(heading),
		page.Text(`document.querySelector(".events > li > :last-child p:not(.milestone)").innerText`),
		page.Text(`document.querySelector(".remedies h3").innerText`),
		page.Text(`document.querySelector(".prose > p").innerText`),
	} {
		if want == "" || !strings.Contains(seen, want) {
			t.Errorf("without script the incident does not show %q", want)
		}
	}
	if page.Number(`document.querySelectorAll(".events > li").length`) < 5 || page.Number(`document.querySelectorAll(".remedies tbody tr").length`) < 3 {
		t.Error("without script the incident lacks its timeline or remediations")
	}
	if dead := page.Text(deadControls); dead != "" {
		t.Errorf("without script the incident shows what does nothing: %s", dead)
	}

	page.Go(root + recurring)
	if !strings.Contains(page.Text("document.body.innerText"), "It happened more than once") {
		t.Error("without script the incident does not say that it happened before")
	}

	page.Go(root + "remediations/index.html")
	if n := page.Number(visibleRows); n < 30 {
		t.Errorf("without script the board shows %d rows", n)
	}
	if dead := page.Text(deadControls); dead != "" {
		t.Errorf("without script the board shows what does nothing: %s", dead)
	}

	page.Go(root + "search/index.html")
	seen = page.Text("document.body.innerText")
	if !strings.Contains(seen, "Search needs script") || page.Number(`document.querySelectorAll("main .tags a").length`) < 10 {
		t.Errorf("without script the search page says %q", seen)
	}
	page.Clean("without script")
}

// deadControls names visible controls that only script brings to life.
const deadControls = `Array.from(document.querySelectorAll("button[type=button], [data-board], [data-local-times]"))
	.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 60)).join(" ")`

const visibleRows = `Array.from(document.querySelectorAll("[data-row]")).filter(e => e.checkVisibility()).length`

func TestSearch(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "search/index.html")
		page.Wait(`document.activeElement.matches(".search input")`)
		page.Type("scoped token")
		page.Wait(`document.querySelectorAll("#results h2 a").length > 0`)
		if told := page.Text(`document.getElementById("results-told").textContent`); !strings.Contains(told, "result") && !strings.Contains(told, "best") {
			t.Errorf("the reader is told %q", told)
		}
		if !page.True(`location.search.includes("q=scoped")`) {
			t.Errorf("the address does not hold the words: %s", page.Text("location.href"))
		}
		title := page.Text(`document.querySelector("#results h2 a").textContent`)
		page.Follow("#results h2 a")
		if at := page.Text("location.href"); !strings.HasPrefix(at, root+recurring) {
			t.Errorf("the first result, %q, led to %s", title, at)
		}
		page.Back()
		page.Wait(`document.querySelectorAll("#results h2 a").length > 0`)

		page.Go(root + "search/index.html?q=zzzznothing")
		page.Wait(`document.getElementById("results-told").textContent.includes("Nothing matches")`)
		page.Clean("search")
	})
}

// From the front page and from any other, "/" and a word lead to results.
func TestSlashGoesToSearch(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "index.html")
		page.Type("/")
		page.Wait(`document.activeElement.matches(".search input")`)
		page.Type("overflow\n")
		page.Wait(`document.querySelectorAll("#results h2 a").length > 2`)

		page.Go(root + recurring)
		page.Type("/")
		page.Wait(`document.activeElement.matches("form[data-index] input")`)
		if typed := page.Text(`document.activeElement.value`); typed != "" {
			t.Errorf("the slash itself was typed: %q", typed)
		}
		page.Clean("slash")
	})
}

// choose picks the first value of a select that is not "any", as a reader
// does, and gives it.
const choose = `(function () {
	var select = document.querySelector("form[data-board] select[name=owner]");
	var option = Array.from(select.options).find(o => o.value && o.value !== "nobody");
	select.value = option.value;
	select.dispatchEvent(new Event("input", {bubbles: true}));
	return option.value;
})()`

func TestBoardFilter(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "remediations/index.html")
		page.Wait(`document.querySelector("form[data-board]").checkVisibility()`)
		all := page.Number(visibleRows)
		owner := page.Text(choose)
		some := page.Number(visibleRows)
		if some == 0 || some >= all {
			t.Errorf("of %d rows %d are left for owner %s", all, some, owner)
		}
		if others := page.Number(`Array.from(document.querySelectorAll("[data-row]")).filter(e => e.checkVisibility() && e.dataset.owner !== document.querySelector("select[name=owner]").value).length`); others > 0 {
			t.Errorf("%d rows belong to another owner than %s", others, owner)
		}
		if !page.True(`new URLSearchParams(location.search).get("owner") === document.querySelector("select[name=owner]").value`) {
			t.Errorf("the address does not hold the choice: %s", page.Text("location.href"))
		}
		page.Reload()
		if again := page.Number(visibleRows); again != some || page.Text(`document.querySelector("select[name=owner]").value`) != owner {
			t.Errorf("after a reload %d rows are left, not %d", again, some)
		}
		const titles = `Array.from(document.querySelectorAll("[data-group] > h2")).filter(e => e.checkVisibility()).map(e => e.firstChild.textContent.trim()).join()`
		page.Go(root + "remediations/index.html?by=level")
		page.Wait(`document.querySelector("form[data-board]").checkVisibility()`)
		if got := page.Text(titles); !strings.HasPrefix(got, "Fix,Tooling,Process,Automation,Inputs") {
			t.Errorf("by level the groups are %s", got)
		}
		if n := page.Number(visibleRows); n != all {
			t.Errorf("by level the board shows %d rows of %d", n, all)
		}
		page.Click("form[data-board] button[type=reset]")
		page.Wait(`location.search === ""`)
		if n := page.Number(visibleRows); n != all {
			t.Errorf("cleared, the board shows %d rows of %d", n, all)
		}
		page.Clean("board")
	})
}

const paper = `getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor`

func TestThemeStays(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "index.html")
		day := page.Text(paper)
		for range 2 { // auto, light, dark
			page.Click("button.theme")
		}
		night := page.Text(paper)
		if page.Text(`document.documentElement.dataset.theme`) != "dark" || night == day {
			t.Fatalf("the theme is %q on %s", page.Text(`document.documentElement.dataset.theme || ""`), night)
		}
		page.Reload()
		if page.Text(paper) != night {
			t.Error("a reload forgets the theme")
		}
		page.Follow("main .entries h3 a")
		if page.Text(paper) != night || page.Text(`document.querySelector("button.theme").textContent`) != "dark" {
			t.Error("another page does not know the theme")
		}
		page.Clean("theme")
	})
}

// The timeline is shown in the reader's own zone, which is kept, and back.
func TestTimesInTheReadersZone(t *testing.T) {
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Look(1280, 900, "light")
	page.Go(root + eventful)
	const clocks = `Array.from(document.querySelectorAll(".events time")).map(e => e.textContent).join()`
	before := page.Text(clocks)
	const pressed = `document.querySelector("[data-zones] [aria-pressed=true]").dataset.zone`
	page.Click("[data-zone=local]")
	if page.Text(pressed) != "local" || strings.Contains(page.Text(clocks), "undefined") {
		t.Error("the button does not show local times")
	}
	page.Reload()
	if page.Text(pressed) != "local" {
		t.Error("a reload forgets the zone")
	}
	page.Click("[data-zone='']")
	if page.Text(clocks) != before {
		t.Error("the button does not lead back")
	}
	page.Clean("times")
}

// A mark of the timeline that is drawn to scale tells a pointer which entry it
// leads to.
func TestADrawnMarkTellsItsEntry(t *testing.T) {
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Look(1280, 900, "light")
	page.Go(root + eventful)
	told := page.Text(`(() => {
		const a = document.querySelector(".drawn-entries a");
		a.dispatchEvent(new PointerEvent("pointerenter"));
		return a.querySelector("title").textContent + "\n" + document.querySelector(a.getAttribute("href")).textContent;
	})()`)
	title, entry, _ := strings.Cut(told, "\n")
	words := strings.Fields(title)
	if len(words) < 4 || !strings.Contains(strings.Join(strings.Fields(entry), " "), strings.Join(words[len(words)-3:], " ")) {
		t.Errorf("a mark says %q, its entry %q", title, entry)
	}
	page.Clean("drawn")
}
