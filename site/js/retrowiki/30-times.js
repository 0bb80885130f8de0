// A timeline in the reader's own time.

function localTimes(button) {
  var times = all("time[data-clock]", doc.getElementById(button.getAttribute("aria-controls")));
  if (!times.length || !window.Intl) return;
  var clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  var full = new Intl.DateTimeFormat([], { dateStyle: "full", timeStyle: "long" });
  var day = new Intl.DateTimeFormat([], { weekday: "short" });
  times.forEach(function (time) {
    var at = new Date(time.getAttribute("datetime"));
    if (isNaN(at)) return;
    time.utc = time.textContent;
    var otherDay = at.getDate() !== Number(time.getAttribute("datetime").slice(8, 10));
    time.local = time.getAttribute("data-clock") + clock.format(at) + (otherDay ? " " + day.format(at) : "");
    time.title = full.format(at);
  });
  button.addEventListener("click", function () {
    var local = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(local));
    times.forEach(function (time) {
      if (time.utc) time.textContent = local ? time.local : time.utc;
    });
  });
  button.hidden = false;
}

all("[data-local-times]").forEach(localTimes);
