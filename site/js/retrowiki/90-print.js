// Printing shows what is folded away (the stylesheet does it in browsers that let it).

function unfoldForPrint() {
  window.addEventListener("beforeprint", function () {
    all("details:not([open])").forEach(function (details) {
      details.open = true;
      details.unfolded = true;
    });
  });
  window.addEventListener("afterprint", function () {
    all("details").forEach(function (details) {
      if (details.unfolded) details.open = details.unfolded = false;
    });
  });
}

unfoldForPrint();
