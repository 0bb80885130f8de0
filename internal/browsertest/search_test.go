package browsertest_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/retrowiki/retrowiki/internal/browsertest"
)

// quoted is a text as script writes it.
func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

// answered waits until the page has told what it found, and gives that.
func answered(page *browsertest.Tab) string {
	page.Wait(`/result|to search|Nothing/.test(document.getElementById("results-told").textContent)`)
	return page.Text(`document.getElementById("results-told").textContent`)
}

const titles = `Array.from(document.querySelectorAll("#results h2 a")).map(a => a.textContent).join("|")`

// The script and the index agree on what a word is: the vectors are those of
// generator/search.
func TestWordsOfTextsAreTheSameInTheBrowser(t *testing.T) {
	content, err := os.ReadFile("../../generator/search/testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, Text string
		Words      []string
	}
	if err := json.Unmarshal(content, &vectors); err != nil {
		t.Fatal(err)
	}
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Go(root + "search/index.html")
	for _, v := range vectors {
		var got []string
		if err := json.Unmarshal([]byte(page.Text(`JSON.stringify(retrowiki.search.wordsIn(`+quoted(v.Text)+`))`)), &got); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if !slices.Equal(got, v.Words) {
			t.Errorf("%s: %q has\n  %q, want\n  %q", v.Name, v.Text, got, v.Words)
		}
	}
	if len(vectors) < 20 {
		t.Errorf("there are %d vectors", len(vectors))
	}
}

func TestSearchByKeyboard(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "search/index.html?q=overflow")
		answered(page)
		page.Click(".search input")
		const at = `Array.from(document.querySelectorAll("#results h2 a")).indexOf(document.activeElement)`
		for _, step := range []struct {
			key  string
			want int
		}{{down, 0}, {down, 1}, {down, 2}, {up, 1}, {up, 0}} {
			page.Type(step.key)
			if got := page.Number(at); got != step.want {
				t.Fatalf("an arrow led to result %d, want %d", got, step.want)
			}
		}
		if page.Text(`getComputedStyle(document.activeElement).outlineStyle`) == "none" {
			t.Error("it cannot be seen which result is chosen")
		}
		page.Type(up)
		if !page.True(`document.activeElement.matches(".search input")`) {
			t.Error("above the first result the arrow does not lead to the box")
		}
		page.Type(down + down + escape)
		if !page.True(`document.activeElement.matches(".search input") && document.activeElement.value === "overflow"`) {
			t.Error("Escape does not lead from a result to the box")
		}
		page.Type(escape)
		page.Wait(`document.querySelector(".search input").value === "" && location.search === "" && !document.querySelector("#results li")`)
		page.Type("scoped tokens")
		page.Wait(titles + `.startsWith("Scoped tokens")`)
		page.Type(down + "\n")
		page.Wait(`location.pathname.includes("2021-05-16-github-scoped-token")`)
		page.Back()
		page.Wait(titles + `.startsWith("Scoped tokens")`)
		page.Clean("keyboard")
	})
}

// An answer that comes late, when a reader has gone on into the results, leaves
// the reader there.
func TestALateAnswerKeepsTheReadersPlace(t *testing.T) {
	page := browsertest.Open(t, example(t).fromFolder())
	page.Look(1280, 900, "light")
	page.Go(example(t).fromFolder() + "search/index.html?q=overflow")
	answered(page)
	page.Click(".search input")
	page.Type(down + down)
	const at = `document.activeElement.closest("#results") && document.activeElement.getAttribute("href") || "nowhere"`
	before := page.Text(at)
	for _, words := range []string{"overflows", "scoped tokens", "zzzz"} {
		page.Text(`(() => {
			document.querySelector("#results li").old = true;
			const input = document.querySelector(".search input");
			input.value = "` + words + `";
			input.dispatchEvent(new Event("input"));
			return "";
		})()`)
		page.Wait(`!Array.from(document.querySelectorAll("#results li")).some(e => e.old)`)
		switch now := page.Text(at); {
		case words == "overflows" && (now != before || now == "nowhere"):
			t.Errorf("the same pages are there, and the reader went from %s to %s", before, now)
		case words == "scoped tokens" && now != page.Text(`document.querySelector("#results a").getAttribute("href")`):
			t.Errorf("other pages are there, and the reader is at %s", now)
		case words == "zzzz" && !page.True(`document.activeElement.matches(".search input")`):
			t.Errorf("nothing is there, and the reader is at %s", now)
		}
	}
	page.Clean("late")
}

const (
	down   = kb.ArrowDown
	up     = kb.ArrowUp
	escape = kb.Escape
)

// Without a word, what is chosen is the question; it can be sent as an
// address, left by Back, and taken away.
func TestSearchByFacets(t *testing.T) {
	example(t).both(t, func(t *testing.T, root string) {
		page := browsertest.Open(t, root)
		page.Look(1280, 900, "light")
		page.Go(root + "search/index.html")
		page.Wait(`document.querySelectorAll(".facet").length > 5`)
		const database = `.facet input[value="database"]`
		page.Click(database)
		page.Wait(`document.querySelectorAll("#results li").length > 3 && location.search === "?service=database"`)
		n := page.Number(`document.querySelectorAll("#results li").length`)
		if told := page.Number(`Number(document.querySelector('` + database + `').closest("li").querySelector(".choice-count").textContent)`); told != n {
			t.Errorf("the facet counts %d, there are %d results", told, n)
		}
		if page.True(`document.getElementById("search-lists").checkVisibility()`) {
			t.Error("the lists stand below what was found")
		}
		sev := page.Text(`Array.from(document.querySelectorAll('.facet input[value^="sev"]')).map(e => e.value + e.closest("li").querySelector(".choice-count").textContent).join()`)
		page.Click(`.facet input[value="sev2"]`)
		page.Wait(`location.search === "?service=database&severity=sev2"`)
		page.Wait(`document.querySelectorAll("#results li").length < ` + strconv.Itoa(n))
		both := page.Number(`document.querySelectorAll("#results li").length`)
		if !strings.Contains(sev, "sev2"+strconv.Itoa(both)) {
			t.Errorf("beside the service %s were promised, sev2 has %d", sev, both)
		}
		page.Reload()
		answered(page)
		if again := page.Number(`document.querySelectorAll("#results li").length`); again != both || page.Number(`document.querySelectorAll(".chip").length`) != 2 {
			t.Errorf("after a reload there are %d results, not %d", again, both)
		}
		page.Text(`history.back(), ""`)
		page.Wait(`location.search === "?service=database" && document.querySelectorAll("#results li").length === ` + strconv.Itoa(n))
		page.Click(".chip")
		page.Wait(`location.search === "" && !document.querySelector("#results li") && !document.querySelector(".facet input:checked")`)
		page.Clean("facets")

		page.Go(root + "search/index.html?service=no-such-service&utm_source=x")
		if told := answered(page); !strings.Contains(told, "Nothing matches") {
			t.Errorf("a service that is not there: %q", told)
		}
		page.Clean("an odd address")
	})
}

// A result says where its words stand, and leads there.
func TestSearchLeadsToHeadings(t *testing.T) {
	root := example(t).fromFolder()
	page := browsertest.Open(t, root)
	page.Look(390, 844, "light")
	page.Go(root + "search/index.html?q=scoped+token+grants")
	answered(page)
	if !page.True(`document.querySelector("#results p mark") !== null && document.querySelector("#results h2 mark") !== null`) {
		t.Error("nothing is marked in the first result")
	}
	if page.True(`document.querySelector(".choices").open`) {
		t.Error("on a phone the facets are not folded")
	}
	name := page.Text(`document.querySelector("#results .entry-section").textContent`)
	page.Follow("#results .entry-section")
	if !page.True(`document.querySelector(":target") !== null`) {
		t.Errorf("%q leads to %s, where nothing is", name, page.Text("location.href"))
	}
	page.Clean("a heading")
}

func TestSearchWithoutItsIndex(t *testing.T) {
	s := example(t)
	bare := &site{files: map[string][]byte{}}
	for name, content := range s.files {
		if !strings.HasSuffix(name, "/root.js") {
			bare.files[name] = content
		}
	}
	root := bare.serve(t, "/")
	page := browsertest.Open(t, root)
	page.Go(root + "search/index.html?q=token")
	page.Wait(`document.getElementById("results-told").textContent.includes("could not be loaded")`)
	if !page.True(`document.getElementById("search-lists").checkVisibility()`) {
		t.Error("the lists are not there either")
	}
	page.Problems() // that of the file
}
