// Keys: arrows go from the box through the results and back, Enter opens (a result is a link), Escape comes back to the
// box, and empties it there.

function resultKeys(input, results, clear) {
  function links() {
    return all("h2 a", results);
  }

  function go(to) {
    to.focus();
    to.closest("li, form").scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("keydown", function (event) {
    if (event.isComposing) return; // a word is being put together, as in Japanese
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      go(links()[0]);
    } else if (event.key === "Escape" && input.value) {
      event.preventDefault();
      clear();
    } else if (event.key === "Escape") input.blur();
  });

  results.addEventListener("keydown", function (event) {
    var entry = event.target.closest("li");
    if (!entry || event.ctrlKey || event.metaKey || event.altKey) return;
    var at = links().indexOf(entry.querySelector("h2 a"));
    var to = { ArrowDown: links()[at + 1] || links()[at], ArrowUp: links()[at - 1] || input, Escape: input }[event.key];
    if (!to) return;
    event.preventDefault();
    go(to);
  });
}
