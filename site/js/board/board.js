// The board's filter: rows say what they are in data attributes; the address says what is chosen.

var all = window.retrowiki.all;
var plural = window.retrowiki.plural;

function boardFilter(form) {
  var rows = all("[data-row]");
  var groups = all("[data-group]");
  var told = form.querySelector("output");
  var fields = all("select, input", form);

  function has(row, field) {
    var want = field.value.trim().toLowerCase();
    if (!want) return true;
    if (field.type === "search") {
      return want.split(/\s+/).every(function (word) {
        return row.textContent.toLowerCase().indexOf(word) >= 0;
      });
    }
    return (row.getAttribute("data-" + field.name) || "").toLowerCase().split(" ").indexOf(want) >= 0;
  }

  function apply() {
    var shown = 0;
    rows.forEach(function (row) {
      row.hidden = !fields.every(has.bind(null, row));
      if (!row.hidden) shown++;
    });
    groups.forEach(function (group) {
      var n = all("[data-row]:not([hidden])", group).length;
      group.hidden = n === 0;
      var count = group.querySelector("[data-count]");
      if (count) count.textContent = n;
    });
    told.textContent = shown === rows.length
      ? plural(shown, "remediation", "remediations")
      : shown + " of " + plural(rows.length, "remediation", "remediations");
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
