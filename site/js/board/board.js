// The board's filter: rows say what they are in data attributes; the address says what is chosen.

var all = window.retrowiki.all;
var plural = window.retrowiki.plural;
var element = window.retrowiki.element;

var dueWords = { overdue: "Overdue", month: "Due in 30 days", later: "Due later", none: "No date" };

// dueOf tells how soon a row is due, by today's date and not by the day of the build.
function dueOf(row) {
  var time = row.querySelector("time[data-due]");
  if (!time) return "none";
  var days = (new Date(time.getAttribute("datetime")) - Date.now()) / 86400000;
  return days < -1 ? "overdue" : days <= 30 ? "month" : "later";
}

function boardFilter(form) {
  var rows = all("[data-row]");
  var home = document.querySelector("[data-groups]");
  var byState = all("[data-group]");
  var told = form.querySelector("output");
  var fields = all("select, input", form);
  var by = form.elements.by;
  var grouped = "";

  rows.forEach(function (row) {
    row.setAttribute("data-due", dueOf(row));
    row.home = row.parentNode;
  });

  function has(row, field) {
    if (field === by) return true;
    var want = field.value.trim().toLowerCase();
    if (!want) return true;
    if (field.type === "search") {
      return want.split(/\s+/).every(function (word) {
        return row.textContent.toLowerCase().indexOf(word) >= 0;
      });
    }
    return (row.getAttribute("data-" + field.name) || "").toLowerCase().split(" ").indexOf(want) >= 0;
  }

  // The order of a choice's values is that of the filter of its name, where there is one.
  function rank(name, value) {
    var select = form.elements[name];
    var n = select ? Array.prototype.map.call(select.options, function (o) { return o.value; }).indexOf(value) : -1;
    return n < 0 ? Infinity : n;
  }

  function named(name, value) {
    if (name === "due") return dueWords[value];
    var option = form.elements[name] && form.elements[name].querySelector('option[value="' + CSS.escape(value) + '"]');
    return option && value ? option.textContent : value || "none";
  }

  // A row of several services stands under the first of them.
  function regroup() {
    if (by.value === grouped) return;
    grouped = by.value;
    rows.forEach(function (row) { row.home.append(row); });
    if (!grouped) {
      home.replaceChildren.apply(home, byState);
      return;
    }
    var groups = {};
    rows.forEach(function (row) {
      var value = (row.getAttribute("data-" + grouped) || "").split(" ")[0];
      (groups[value] = groups[value] || []).push(row);
    });
    var values = Object.keys(groups).sort(function (a, b) {
      return rank(grouped, a) - rank(grouped, b) || (a < b ? -1 : 1);
    });
    home.replaceChildren.apply(home, values.map(function (value, n) {
      var title = named(grouped, value);
      title = title.charAt(0).toUpperCase() + title.slice(1);
      var body = element("tbody");
      body.append.apply(body, groups[value]);
      var head = byState[0].querySelector("thead").cloneNode(true);
      return element("section.group", { "data-group": "", "aria-labelledby": "rw-group-" + n },
        element("h2", { id: "rw-group-" + n }, title + " ", element("small", null, element("span", { "data-count": "" }))),
        element("div.table-scroll", { tabindex: "0", role: "region", "aria-label": title },
          element("table.board", null, head, body)));
    }));
  }

  function apply() {
    var shown = 0;
    regroup();
    rows.forEach(function (row) {
      row.hidden = !fields.every(has.bind(null, row));
      if (!row.hidden) shown++;
    });
    var filtered = shown < rows.length;
    all("[data-group]").forEach(function (group) {
      var n = all("[data-row]:not([hidden])", group).length;
      group.hidden = n === 0;
      var count = group.querySelector("[data-count]");
      if (!count.all) count.all = count.textContent || String(n);
      count.textContent = filtered ? n : count.all;
      all("[data-more]", group).forEach(function (more) { more.hidden = filtered; });
    });
    told.textContent = filtered
      ? shown + " of " + plural(rows.length, "remediation", "remediations")
      : plural(rows.length, "remediation", "remediations");
  }

  function remember() {
    var query = new URLSearchParams();
    fields.forEach(function (field) {
      if (field.value.trim()) query.set(field.name, field.value.trim());
    });
    var text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  function recall() {
    var query = new URLSearchParams(location.search);
    fields.forEach(function (field) {
      field.value = query.get(field.name) || "";
      if (field.selectedIndex < 0) field.selectedIndex = 0; // the address names a value that is not here
    });
    apply();
  }

  form.addEventListener("input", function () {
    apply();
    remember();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  form.addEventListener("reset", function () {
    setTimeout(function () {
      fields.forEach(function (field) { field.value = ""; });
      apply();
      remember();
    });
  });
  form.hidden = false;
  recall();
}

all("form[data-board]").forEach(boardFilter);
