// What is overdue is known by today's date, not by the day of the build.

function overdue() {
  var now = new Date();
  var today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  all("time[data-due]").forEach(function (time) {
    var late = time.getAttribute("datetime") < today;
    time.classList.toggle("overdue", late);
    var word = time.querySelector("span");
    if (late && !word) time.append(element("span", null, " overdue"));
    else if (!late && word) word.remove();
  });
}

overdue();
