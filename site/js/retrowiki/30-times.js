// A timeline's times as they were written, in UTC, or in the reader's own zone. The choice is kept.

function timeZones(group) {
  var times = all(".events > li > :first-child time, [data-at]").filter(function (time) {
    time.machine = time.getAttribute("datetime") || time.getAttribute("data-at");
    time.at = new Date(time.machine);
    time.written = time.textContent;
    return /T/.test(time.machine) && !isNaN(time.at);
  });
  if (!times.length || !window.Intl) return;
  var name = doc.querySelector("[data-zone-name]");
  var writtenZone = name.textContent;
  var zones = [["", "as written"], ["UTC", "UTC"], ["local", "my time"]].filter(function (zone) {
    return zone[0] !== writtenZone;
  });
  var buttons = zones.map(function (zone) {
    return element("button.button", { type: "button", "aria-pressed": String(!zone[0]), "data-zone": zone[0] }, zone[1]);
  });
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Show times");
  group.append.apply(group, buttons);

  function show(zone) {
    var timeZone = zone === "UTC" ? "UTC" : undefined;
    var clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timeZone });
    var full = new Intl.DateTimeFormat([], { dateStyle: "full", timeStyle: "long", timeZone: timeZone });
    var day = new Intl.DateTimeFormat([], { weekday: "short", timeZone: timeZone });
    var date = new Intl.DateTimeFormat([], { day: "numeric", timeZone: timeZone });
    times.forEach(function (time) {
      var otherDay = Number(date.format(time.at)) !== Number(time.machine.slice(8, 10));
      var text = (time.className === "approx" ? "~" : "") + clock.format(time.at) + (otherDay ? " " + day.format(time.at) : "");
      time.textContent = zone ? text : time.written;
      if (zone) time.title = full.format(time.at);
    });
    name.textContent = zone ? zone === "UTC" ? "UTC" : clock.resolvedOptions().timeZone : writtenZone;
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-zone") === zone));
    });
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var zone = button.getAttribute("data-zone");
      show(zone);
      try {
        localStorage.setItem("retrowiki-times", zone);
      } catch (e) {
        // the choice lasts for this page, then
      }
    });
  });
  var kept = "";
  try {
    kept = localStorage.getItem("retrowiki-times") || "";
  } catch (e) {
    // nothing was kept
  }
  if (kept && group.querySelector('[data-zone="' + (kept === "UTC" ? "UTC" : "local") + '"]')) show(kept);
}

all("[data-zones]").forEach(timeZones);
