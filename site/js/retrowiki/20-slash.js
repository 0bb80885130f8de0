// "/" goes to the search box, here or on the search page.

function slashKey() {
  doc.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var box = doc.querySelector(".search input");
    var link = doc.querySelector("a[data-search]");
    if (!box && !link) return;
    event.preventDefault();
    if (box) box.select(), box.focus();
    else location.href = link.href;
  });
}

slashKey();
