// On a timeline that is drawn to scale, a pointer is told which entry a mark leads to: as the list below has it.

all(".drawn-entries a").forEach(function (a) {
  a.addEventListener("pointerenter", function () {
    var entry = doc.getElementById(a.getAttribute("href").slice(1));
    if (!entry) return;
    var title = a.querySelector("title") || a.appendChild(doc.createElementNS(a.namespaceURI, "title"));
    title.textContent = all("time, small, :scope > p, :last-child > p", entry).map(function (part) { return part.textContent.trim(); }).join(" ");
  });
});
