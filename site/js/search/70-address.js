// The address says what is asked for, so that it can be sent to somebody and gone back to: q, and each facet's key as
// often as it has a choice.

function inAddress() {
  var query = new URLSearchParams(location.search);
  var asked = { text: query.get("q") || "", chosen: {} };
  query.forEach(function (value, key) {
    if (key !== "q" && value) (asked.chosen[key] = asked.chosen[key] || []).push(value);
  });
  return asked;
}

function address(text, chosen) {
  var query = new URLSearchParams();
  if (text.trim()) query.set("q", text);
  Object.keys(chosen).sort().forEach(function (key) {
    chosen[key].forEach(function (value) { query.append(key, value); });
  });
  var written = query.toString();
  return location.pathname + (written ? "?" + written : "");
}
