// Search.

var all = window.retrowiki.all;
var element = window.retrowiki.element;
var plural = window.retrowiki.plural;
var doc = document;

//
// The index is a script that calls retrowikiSearch with JSON: {"docs": [[kind, address, title, summary, names, date,
// severity], ...]}. kind is a word, names is one string, date and severity may be "". Addresses are relative to the
// search page.

// fold makes "Größe" and "grosse" the same word.
function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ß/g, "ss");
}

function words(text) {
  return fold(text).match(/[\p{L}\p{N}_]+/gu) || [];
}

// score says how well one folded word is met by a document; 0 is not at all.
function score(d, word) {
  var best = 0;
  [[d.title, 8], [d.names, 5], [d.id, 4], [d.summary, 2]].forEach(function (field) {
    var at = (" " + field[0]).indexOf(" " + word);
    if (at >= 0) {
      var end = at + word.length;
      var whole = end === field[0].length || field[0].charAt(end) === " ";
      best = Math.max(best, field[1] * (whole ? 1.5 : 1));
    } else if (word.length > 2 && field[0].indexOf(word) >= 0) {
      best = Math.max(best, field[1] * 0.4);
    }
  });
  return best;
}

// marked puts <mark> round the words of a text that a query's word begins.
function marked(node, text, query) {
  var last = 0;
  text.replace(/[\p{L}\p{N}_]+/gu, function (word, at) {
    var folded = fold(word);
    if (!query.some(function (q) { return folded.indexOf(q) === 0; })) return word;
    node.append(text.slice(last, at), element("mark", null, word));
    last = at + word.length;
    return word;
  });
  node.append(text.slice(last));
  return node;
}

// written turns 2021-05-16 into 16 May 2021, as the pages write it.
function written(date) {
  var parts = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(date + "T00:00:00Z"));
}

function searchPage(form) {
  var input = form.querySelector("input");
  var results = doc.getElementById("results");
  var told = doc.getElementById("results-told");
  var kinds = doc.getElementById("results-kinds");
  var docs = null;
  var kindsInOrder = [];
  var kind = "";
  var shownAtOnce = 30;

  window.retrowikiSearch = function (json) {
    docs = JSON.parse(json).docs.map(function (d) {
      if (kindsInOrder.indexOf(d[0]) < 0) kindsInOrder.push(d[0]);
      return {
        kind: d[0], url: d[1], titleText: d[2], summaryText: d[3], namesText: d[4], date: d[5], severity: d[6],
        title: words(d[2]).join(" "), summary: words(d[3]).join(" "), names: words(d[4]).join(" "),
        id: words(d[1]).join(" ")
      };
    });
    show();
  };

  function load() {
    if (load.begun) return;
    load.begun = true;
    var script = element("script", { src: form.getAttribute("data-index") });
    script.onerror = function () {
      told.textContent = "The search index could not be loaded. The lists below still work.";
    };
    doc.head.append(script);
    told.textContent = "Loading the index…";
  }

  function find(query) {
    var found = [];
    docs.forEach(function (d, n) {
      var sum = 0;
      for (var i = 0; i < query.length; i++) {
        var s = score(d, query[i]);
        if (!s) return;
        sum += s;
      }
      if (query.length > 1 && d.title.indexOf(query.join(" ")) >= 0) sum += 8;
      found.push({ doc: d, score: sum, order: n });
    });
    return found.sort(function (a, b) {
      return b.score - a.score || a.order - b.order;
    });
  }

  function entry(d, query) {
    var margin = element("div.entry-margin");
    if (d.date) margin.append(element("time", { datetime: d.date }, written(d.date)));
    else margin.append(d.kind);
    if (d.severity) {
      var rank = d.severity.split(":");
      margin.append(element("span.sev.sev-" + Number(rank[0]), null, rank[1]));
    }
    return element("li.entry", null, margin,
      element("h2.entry-title", null, marked(element("a", { href: d.url }), d.titleText, query)),
      d.summaryText && marked(element("p.entry-text"), d.summaryText, query),
      d.namesText && marked(element("p.entry-facts"), d.namesText, query));
  }

  function showKinds(found) {
    var counts = {};
    found.forEach(function (f) { counts[f.doc.kind] = (counts[f.doc.kind] || 0) + 1; });
    if (kind && !counts[kind]) kind = "";
    kinds.replaceChildren.apply(kinds, [""].concat(kindsInOrder.filter(function (k) { return counts[k]; })).map(function (k) {
      var button = element("button.button", { type: "button", "aria-pressed": String(k === kind) },
        k ? k + " " + counts[k] : "all " + found.length);
      button.addEventListener("click", function () {
        kind = k;
        show();
        all('[aria-pressed="true"]', kinds)[0].focus();
      });
      return button;
    }));
  }

  function show() {
    if (!docs) return;
    var query = words(input.value);
    var found = query.length ? find(query) : [];
    showKinds(found);
    kinds.hidden = !found.length;
    if (kind) found = found.filter(function (f) { return f.doc.kind === kind; });
    results.replaceChildren.apply(results, found.slice(0, shownAtOnce).map(function (f) {
      return entry(f.doc, query);
    }));
    if (!query.length) told.textContent = plural(docs.length, "page", "pages") + " to search.";
    else if (!found.length) told.textContent = "Nothing matches all of these words. Fewer words may help.";
    else if (found.length > shownAtOnce) told.textContent = "The best " + shownAtOnce + " of " + found.length + ".";
    else told.textContent = plural(found.length, "result", "results") + ".";
  }

  input.value = new URLSearchParams(location.search).get("q") || "";
  input.addEventListener("focus", load);
  input.addEventListener("input", function () {
    load();
    show();
    history.replaceState(null, "", location.pathname + (input.value ? "?q=" + encodeURIComponent(input.value) : ""));
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    load();
    show();
  });
  doc.getElementById("results-live").hidden = false;
  if (input.value) load();
  else input.focus();
}

all("form[data-index]").forEach(searchPage);
