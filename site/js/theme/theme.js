// Runs before the page is drawn, so that a chosen theme does not flash. Everything else is in retrowiki.js.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("retrowiki-theme");
    if (theme === "light" || theme === "dark") document.documentElement.setAttribute("data-theme", theme);
  } catch (e) {
    // storage is closed to us: the system's theme it is
  }
})();
