// In the frame: draws what it is sent, and tells how high that is; 0 if it cannot be drawn.

var count = 0;

function tell(height) {
  window.parent.postMessage({ height: height }, "*");
}

window.addEventListener("message", function (event) {
  if (event.source !== window.parent) return;
  window.mermaid.initialize({
    startOnLoad: false, securityLevel: "strict", theme: event.data.dark ? "dark" : "neutral", suppressErrorRendering: true
  });
  count++;
  window.mermaid.render("diagram-" + count, String(event.data.source)).then(function (drawn) {
    document.body.innerHTML = drawn.svg;
    var svg = document.querySelector("svg");
    tell(svg.getBoundingClientRect().height);
  }, function () {
    tell(0);
  });
});
