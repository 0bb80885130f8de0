function searchPage(form) {
  var input = form.querySelector("input");
  var live = doc.getElementById("results-live");
  var results = doc.getElementById("results");
  var told = doc.getElementById("results-told");
  var chips = doc.getElementById("results-chosen");
  var choices = doc.getElementById("choices");
  var more = doc.getElementById("results-more");
  var lists = doc.getElementById("search-lists");
  var wide = window.matchMedia("(min-width: 76em)");
  var atOnce = 10;

  var load = index(form.getAttribute("data-index").replace("root.js", ""));
  var chosen = inAddress().chosen;
  var turn = 0; // answers to earlier questions come too late
  var shown = null; // {documents, marks, count}
  var begun, facetsBegun, waiting;
  var facetList = [];

  function begin() {
    begun = begun || load("root").then(function (root) {
      return { root: root, find: finder(load, root), take: shelf(load, root) };
    });
    return begun;
  }

  // The facets are asked for when somebody can see or has chosen one: on a phone they are folded away.
  function loadFacets() {
    facetsBegun = facetsBegun || begin().then(function (at) { return facets(load, at.root); }).then(function (list) {
      facetList = list.map(function (f) {
        f.choices = choiceList(f, function () { return chosen; }, function (key) { toggle(f.key, key); });
        return f;
      });
      doc.getElementById("facets").replaceChildren.apply(doc.getElementById("facets"), list.map(function (f) { return f.choices.node; }));
    });
    return facetsBegun;
  }

  function isChosen() {
    return Object.keys(chosen).length > 0;
  }

  function ask() {
    var mine = ++turn;
    var text = input.value;
    var needed = begin();
    if (wide.matches || choices.open || isChosen()) needed = loadFacets().then(begin);
    return needed.then(function (at) {
      return at.find(text).then(function (found) {
        if (mine !== turn) return;
        var known = at.root.f.map(function (f) { return f[0]; });
        Object.keys(chosen).forEach(function (key) { if (known.indexOf(key) < 0) delete chosen[key]; });
        var left = narrow(facetList, chosen, found.documents, at.root.n);
        var numbersLeft = found.documents || (isChosen() ? Array.from({ length: at.root.n }, function (_, d) { return d; }) : []);
        shown = { documents: numbersLeft.filter(left), marks: found.marks, complete: found.complete, asked: Boolean(found.documents) || isChosen(), all: at.root.n };
        facetList.forEach(function (f) { f.choices.show(); });
        showChips();
        return showMore(mine, true);
      });
    }).catch(function (problem) {
      begun = facetsBegun = null;
      if (mine === turn) told.textContent = "The search index could not be loaded (" + problem.message + "). The lists below still work.";
      lists.hidden = false;
    });
  }

  // showMore adds the next results; anew, they take the place of the last answer's.
  function showMore(mine, anew) {
    var from = anew ? 0 : results.children.length;
    var list = shown.documents.slice(from, from + atOnce);
    return begin().then(function (at) { return at.take(list); }).then(function (documents) {
      if (mine !== turn) return;
      var nodes = documents.map(function (d) { return result(d, shown.marks); });
      if (anew) replace(nodes);
      else results.append.apply(results, nodes);
      more.hidden = results.children.length >= shown.documents.length;
      lists.hidden = shown.asked;
      tell();
      if (!anew && nodes.length) nodes[0].querySelector("a").focus();
    });
  }

  // replace leaves a reader who has gone on into the results at the same one, or at the first.
  function replace(nodes) {
    var held = results.contains(doc.activeElement) && doc.activeElement.getAttribute("href");
    results.replaceChildren.apply(results, nodes);
    if (!held) return;
    var same = all("a", results).filter(function (a) { return a.getAttribute("href") === held; });
    (same[0] || results.querySelector("a") || input).focus();
  }

  function tell() {
    var n = shown.documents.length;
    if (!shown.asked) told.textContent = plural(shown.all, "page", "pages") + " to search.";
    else if (!n) told.textContent = isChosen() ? "Nothing matches. Another choice, or fewer words, may help." : "Nothing matches any of these words.";
    else if (!shown.complete) told.textContent = "Nothing matches all of these words. " + plural(n, "page has", "pages have") + " some of them.";
    else told.textContent = plural(n, "result", "results") + (n > results.children.length ? ", the best first" : "") + ".";
  }

  function showChips() {
    var nodes = [];
    facetList.forEach(function (f) {
      (chosen[f.key] || []).forEach(function (key) {
        var value = f.values.filter(function (v) { return v.key === key; })[0];
        var name = value ? value.name : key;
        var chip = element("button.chip", { type: "button", "aria-label": "Remove " + f.name + ": " + name },
          element("span.quiet", null, f.name), " " + name);
        chip.addEventListener("click", function () {
          toggle(f.key, key);
          input.focus();
        });
        nodes.push(element("li", null, chip));
      });
    });
    if (nodes.length > 1) {
      var none = element("button.link-button", { type: "button" }, "clear all");
      none.addEventListener("click", function () {
        chosen = {};
        remember(true);
        ask();
        input.focus();
      });
      nodes.push(element("li", null, none));
    }
    chips.replaceChildren.apply(chips, nodes);
    chips.hidden = !nodes.length;
  }

  // toggle chooses a value or leaves it; what a reader chooses is a step to go back by, what is typed is not.
  function toggle(key, value) {
    var mine = chosen[key] || [];
    var without = mine.filter(function (v) { return v !== value; });
    if (without.length === mine.length) without = without.concat(value);
    if (without.length) chosen[key] = without;
    else delete chosen[key];
    remember(true);
    ask();
  }

  function remember(step) {
    var to = address(input.value, chosen);
    if (to === location.pathname + location.search) return;
    if (step) history.pushState(null, "", to);
    else history.replaceState(null, "", to);
  }

  function typed() {
    remember(false);
    clearTimeout(waiting);
    waiting = setTimeout(ask, 25);
  }

  function recall() {
    var asked = inAddress();
    input.value = asked.text;
    chosen = asked.chosen;
    ask();
  }

  function fold(event) {
    choices.open = event.matches;
  }

  input.addEventListener("input", typed);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    ask();
  });
  more.addEventListener("click", function () { showMore(turn, false); });
  window.addEventListener("popstate", recall);
  choices.addEventListener("toggle", function () {
    if (choices.open && !facetsBegun) ask();
  });
  wide.addEventListener("change", fold);
  resultKeys(input, results, function () {
    input.value = "";
    typed();
  });
  fold(wide);
  live.hidden = false;
  told.textContent = "Loading the index…";
  recall();
  if (!input.value) input.focus();
  window.retrowiki.search = { load: load, begin: begin, wordsIn: function (text) {
    return [].concat.apply([], stretchesOf(text).map(wordsOf));
  } };
}

all("form[data-index]").forEach(searchPage);
