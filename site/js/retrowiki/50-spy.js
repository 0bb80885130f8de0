// The contents beside a page tell where one is.

function scrollSpy(contents) {
  var links = all("a[href^='#']", contents);
  var targets = links.map(function (link) {
    return doc.getElementById(decodeURIComponent(link.hash.slice(1)));
  });
  var asked = false;

  // The part that was begun last above a third of the window is being read.
  function show() {
    asked = false;
    var line = window.innerHeight / 3;
    var current = 0;
    targets.forEach(function (target, n) {
      if (target && target.getBoundingClientRect().top <= line) current = n;
    });
    if (window.innerHeight + window.scrollY >= root.scrollHeight - 2) current = links.length - 1;
    links.forEach(function (link, n) {
      if (n === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  }

  window.addEventListener("scroll", function () {
    if (!asked) requestAnimationFrame(show);
    asked = true;
  }, { passive: true });
  show();
}

all(".toc").forEach(scrollSpy);
