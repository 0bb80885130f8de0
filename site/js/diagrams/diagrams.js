// Diagrams are drawn by Mermaid in a frame of its own: it writes styles into the page, which pages here do not allow, and
// what an author wrote is better off where it can reach nothing. The source stays below the drawing, and stands alone
// without script, on paper, where Mermaid cannot make sense of it, and on a page opened from a folder, whose frames
// browsers do not let load scripts.

var all = window.retrowiki.all;
var element = window.retrowiki.element;

function dark() {
  var theme = document.documentElement.getAttribute("data-theme");
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function draw(source) {
  var frame = element("iframe.diagram", {
    src: document.body.getAttribute("data-diagrams"), sandbox: "allow-scripts", title: "Diagram", height: "0"
  });
  function ask() {
    frame.contentWindow.postMessage({ source: source.textContent, dark: dark() }, "*");
  }
  window.addEventListener("message", function (event) {
    if (event.source !== frame.contentWindow) return;
    var height = Number(event.data && event.data.height);
    if (!(height > 0)) {
      frame.remove();
      return;
    }
    frame.height = String(Math.min(Math.ceil(height), 20000));
    if (source.parentNode.tagName !== "DETAILS") {
      var folded = element("details.no-print", null, element("summary", null, "Source of the diagram"));
      source.before(folded);
      folded.append(source);
    }
  });
  frame.addEventListener("load", ask);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ask);
  new MutationObserver(ask).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  source.before(frame);
}

if (location.protocol !== "file:") all("pre.mermaid").forEach(draw);
