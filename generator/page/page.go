// Package page says which pages a wiki has, at which paths, and what stands on
// each.
//
// In goes a collection.View; out come Pages: a path, and either a template
// with the data that it shows or a function that writes the bytes. The data is
// made only when the page is rendered, so that no page holds the site. A kind
// of page is one file here, one template, and one row in kinds.go.
package page

import (
	"html/template"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/retrowiki/retrowiki/generator/agenda"
	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/ladder"
	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/aside"
)

// Page is one file of the output.
type Page struct {
	Kind     string
	Path     string    // slash-separated, from the wiki's root
	Changed  time.Time // of what it tells, zero if unknown
	Template string    // name of a template; "" where Write is set
	Data     func() any
	Write    func(io.Writer) error
}

// Site is what every page knows of the whole.
type Site struct {
	Title, Description string
	BaseURL            string // ends with "/"; "" if unknown
	Language           string
	Accent             string
	Bundles            map[string]string // "search.js" -> path of the asset, for each folder below site/css and site/js
	Logo               string            // path of the team's own; "" for none
	Reload             string            // path of the script by which a preview reloads; "" for none
	Generator          string            // name and version

	Commit    string // "" outside git
	CommitURL string

	RepositoryURL string // of its pages on the web; "" if unknown
	CommittedAt   time.Time
	Dirty         bool
	HistoryWhy    string    // why git tells no history; "" if it does
	StatesReadAt  time.Time // when issues were last asked for; zero if never
	EditURL       string    // prefix of a source file's address in an editor; "" if unknown
	BlobURL       string    // prefix of a source file's address to read; "" if unknown

	MoreTaxonomies []Link           // those that the navigation does not show
	Assets         map[string]Asset // images, by their path in the source
}

// Asset is an image of the output.
type Asset struct {
	Path          string
	Width, Height int // in pixels; 0 if unknown
}

// ShortCommit is the commit as people write it.
func (s *Site) ShortCommit() string { return s.Commit[:min(len(s.Commit), 8)] }

// Committed is the day of the commit.
func (s *Site) Committed() When { return day(s.CommittedAt) }

// StatesRead is when issues were last asked for.
func (s *Site) StatesRead() When { return instant(s.StatesReadAt) }

// Head is the part of a page's data that the layout shows.
type Head struct {
	Site        *Site
	Path        string
	Title       string
	Description string
	Published   string // the day that the page tells of, for whoever shares its address; "" for none
	Section     string // the entry of the navigation that the page belongs to
	Feed        string // path of the page's own Atom feed; "" for none
	Extra       string // name of the bundle of styles or scripts that this page needs beside "retrowiki"; "" for none
	Anywhere    bool   // a host may show the page at any address, so its links cannot be relative
}

// To gives the address of another path of the wiki from this page, relative,
// so that the wiki works below any address and from file://. It goes by way of
// the root, so that the frame is the same around all pages of one depth.
func (h *Head) To(target string) string {
	return h.Root() + target
}

// Root is the address of the wiki's root from this page, to put before paths.
func (h *Head) Root() string {
	if h.Anywhere {
		return h.Site.BaseURL
	}
	return up(h.Path)
}

// Stylesheets are the paths of the styles that the page loads, in order.
func (h *Head) Stylesheets() []string { return h.bundles("css") }

// Scripts are the paths of the scripts that the page loads once it is read.
func (h *Head) Scripts() []string {
	scripts := h.bundles("js")
	if h.Site.Reload != "" {
		scripts = append(scripts, h.Site.Reload)
	}
	return scripts
}

func (h *Head) bundles(kind string) []string {
	var paths []string
	for _, name := range []string{"retrowiki", h.Extra} {
		if p, ok := h.Site.Bundles[name+"."+kind]; ok {
			paths = append(paths, p)
		}
	}
	return paths
}

// Diagrams is the path of the page that diagrams are drawn in, "" on a page
// without any.
func (h *Head) Diagrams() string {
	if h.Extra != diagrams {
		return ""
	}
	return h.Site.Bundles["diagram.html"]
}

// diagrams is the bundle of pages that have some.
const diagrams = "diagrams"

// drawn reports whether some HTML has a diagram.
func drawn(parts ...template.HTML) bool {
	for _, p := range parts {
		if strings.Contains(string(p), `<pre class="mermaid"`) {
			return true
		}
	}
	return false
}

// Asset is the path of a bundle or of the icon by its name without the hash.
func (h *Head) Asset(name string) string { return h.Site.Bundles[name] }

// Canonical is the page's absolute address, "" without a base URL.
func (h *Head) Canonical() string {
	if h.Site.BaseURL == "" {
		return ""
	}
	return h.Site.BaseURL + strings.TrimSuffix(h.Path, "index.html")
}

// Relative gives the address of target seen from the page at from; both are
// slash-separated paths from one root. It goes no further up than it has to.
func Relative(from, target string) string {
	shared := 0 // bytes of the folders that both are in
	for i := range min(len(from), len(target)) {
		if from[i] != target[i] {
			break
		}
		if from[i] == '/' {
			shared = i + 1
		}
	}
	return up(from[shared:]) + target[shared:]
}

// up leads from a page to the root: "" or "../" as often as it takes.
func up(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }

// RowView, LinksView and RemediationView are what shared templates show: an
// item, and the page that its addresses are seen from.
type (
	RowView struct {
		*Head
		Row *Row
	}
	LinksView struct {
		*Head
		Links []Link
	}
	RemediationView struct {
		*Head
		Row *RemediationRow
	}
	BoardRowView struct {
		*Head
		Row *BoardRow
	}
	PagerView struct {
		*Head
		Pager Pager
	}
	StepView struct {
		*Head
		Step *LadderStep
	}
	SafeguardView struct {
		*Head
		Safeguard *Safeguard
	}
	EventView struct {
		*Head
		Event *TimelineEntry
	}
)

// ForRow hands a row of a list to the template "entry".
func (h *Head) ForRow(r *Row) RowView { return RowView{h, r} }

// ForLinks hands links to the template "links".
func (h *Head) ForLinks(l []Link) LinksView { return LinksView{h, l} }

// ForRemediation hands a remediation to the templates that show one.
func (h *Head) ForRemediation(r *RemediationRow) RemediationView { return RemediationView{h, r} }

// ForBoardRow hands a row of the board to the templates that show one.
func (h *Head) ForBoardRow(r *BoardRow) BoardRowView { return BoardRowView{h, r} }

// ChartView is a chart, with what it is called by those who cannot see it.
type ChartView struct {
	*Head
	Chart              *DotChart
	Name, Title, Words string
}

// ForChart hands a chart to the template "dots".
func (h *Head) ForChart(c *DotChart, name, title, words string) ChartView {
	return ChartView{h, c, name, title, words}
}

// PartView is the part of a bar with the incidents behind it.
type PartView struct {
	*Head
	Part SharePart
}

// ForPart hands a part of a bar to the template "behind".
func (h *Head) ForPart(p SharePart) PartView { return PartView{h, p} }

// ForPager hands a pager to the template "pager".
func (h *Head) ForPager(p Pager) PagerView { return PagerView{h, p} }

// ForStep hands an occurrence to the template "answers".
func (h *Head) ForStep(s *LadderStep) StepView { return StepView{h, s} }

// ForSafeguard hands a safeguard to the template "safeguard".
func (h *Head) ForSafeguard(s *Safeguard) SafeguardView { return SafeguardView{h, s} }

// ForEvent hands an entry of a timeline to the template "event".
func (h *Head) ForEvent(e *TimelineEntry) EventView { return EventView{h, e} }

// MarkView is a mark of a drawing.
type MarkView struct {
	*Drawing
	Mark *DrawnMark
}

// ForMark hands a mark to the template "drawn-milestone".
func (p *Incident) ForMark(m *DrawnMark) MarkView { return MarkView{p.Drawing, m} }

// Builder is what a kind of page makes its pages from.
type Builder struct {
	Site *Site
	View *collection.View
	Now  time.Time
	// Content reads a version of a file; nil where no history is told.
	Content func(source.Version) (content []byte, ok bool)

	Agendas *agenda.Set  // the words of agendas; nil for none
	Aside   *aside.Store // for what waits for the last pages; nil to keep it in memory

	spanOnce   sync.Once
	first, end int      // years
	rowOf      sync.Map // *collection.Entry -> *Row: an incident stands in many lists

	chainsOnce sync.Once
	chains     *ladder.Chains

	Likeness *Likeness // of the View's incidents, or of those of a moment ago; nil to compare them anew

	answersOnce sync.Once
	asked       []answer

	likenessOnce sync.Once

	searcher atomic.Pointer[searcher]
	indexing sync.Mutex // one makes the searcher
}

// Forget makes what is shown of an incident anew, since its words are others.
// Nobody may use the Builder meanwhile.
func (b *Builder) Forget(e *collection.Entry) {
	b.rowOf.Delete(e)
	b.searcher.Store(nil)
}

func (b *Builder) head(path, title, section string) *Head {
	return &Head{Site: b.Site, Path: path, Title: title, Section: section}
}

// with names the bundle that the page needs beside the one of every page.
func (h *Head) with(bundle string) *Head {
	h.Extra = bundle
	return h
}

// IncidentPath is where an incident's page stands.
func IncidentPath(id string) string { return "incidents/" + id + "/index.html" }

// TermPath is where a term's page stands.
func TermPath(t *collection.Term) string { return t.Taxonomy + "/" + t.Slug + "/index.html" }

// RemediationPath is where a remediation stands on its incident's page.
func RemediationPath(incidentID, remediationID string) string {
	return IncidentPath(incidentID) + "#r-" + remediationID
}
