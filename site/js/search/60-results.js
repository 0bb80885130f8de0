// What was found, as a reader sees it.

var kindNames = { factor: "factor" }; // an incident needs no name of its kind

// written turns 2021-05-16 into 16 May 2021, as the pages write it.
var days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function written(date) {
  return days.format(new Date(date + "T00:00:00Z"));
}

function result(d, marks) {
  var margin = element("div");
  if (d.date) margin.append(element("time", { datetime: d.date }, written(d.date)));
  else if (kindNames[d.kind]) margin.append(kindNames[d.kind]);
  if (d.severity) {
    var rank = d.severity.split(":");
    margin.append(element("span.sev.sev-" + Number(rank[0]), null, rank.slice(1).join(":")));
  }
  var shown = snippet(d, marks);
  var entry = element("li", null, margin,
    element("h2", null, marked(element("a", { href: d.url }), d.title, marks)));
  var text = shown && shown.text || d.summary;
  if (text) entry.append(marked(element("p"), text, marks));
  var facts = element("div.entry-facts");
  if (shown && shown.section.anchor && shown.section.heading) {
    facts.append("In ", marked(element("a.entry-section", { href: d.url + "#" + encodeURIComponent(shown.section.anchor) }),
      shown.section.heading, marks), ". ");
  }
  if (d.names.length) marked(facts, Array.from(new Set(d.names)).join(", "), marks);
  if (facts.firstChild) entry.append(facts);
  return entry;
}

// choiceList is a facet: its most frequent values, and the others on request. toggled is called with a value's key.
function choiceList(facet, chosen, toggled) {
  var atOnce = 8;
  var inOrder = /^(severity|year|state|status)$/.test(facet.key);
  var values = inOrder ? facet.values : facet.values.slice().sort(function (a, b) {
    return b.documents.length - a.documents.length;
  });
  var list = element("ul.plain");
  var rows = values.map(function (v, n) {
    var box = element("input", { type: "checkbox", value: v.key });
    var count = element("span.choice-count");
    var row = element("li.choice", null, element("label", null, box, element("span.choice-name", null, v.name), count));
    box.addEventListener("change", function () { toggled(v.key); });
    list.append(row);
    return { value: v, node: row, box: box, count: count, late: n >= atOnce };
  });
  var node = element("fieldset.facet", null, element("legend", null, facet.name), list);
  var open = values.length <= atOnce + 2;
  var more = element("button.link-button", { type: "button", "aria-expanded": "false" });
  more.addEventListener("click", function () {
    open = !open;
    show();
  });
  if (!open) node.append(more);
  if (facet.more) node.append(element("p.small.quiet", null, plural(facet.more, "rarer one", "rarer ones") + ": type the name"));

  function show() {
    var mine = chosen()[facet.key] || [];
    rows.forEach(function (row) {
      row.box.checked = mine.indexOf(row.value.key) >= 0;
      row.count.textContent = row.value.count;
      row.node.classList.toggle("none", !row.value.count);
      row.node.hidden = row.late && !open && !row.box.checked;
    });
    more.textContent = open ? "fewer" : "all " + values.length;
    more.setAttribute("aria-expanded", String(open));
  }
  return { node: node, show: show };
}
