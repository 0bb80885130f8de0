// Theme.

function themeSwitch(button) {
  var themes = ["auto", "light", "dark"];
  function current() {
    return root.getAttribute("data-theme") || "auto";
  }
  function show() {
    button.textContent = current();
    button.setAttribute("aria-label", "Theme: " + current());
  }
  button.addEventListener("click", function () {
    var next = themes[(themes.indexOf(current()) + 1) % themes.length];
    if (next === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", next);
    try {
      if (next === "auto") localStorage.removeItem("retrowiki-theme");
      else localStorage.setItem("retrowiki-theme", next);
    } catch (e) {
      // the choice lasts for this page, then
    }
    show();
  });
  show();
  button.hidden = false;
}

all("[data-theme-switch]").forEach(themeSwitch);
