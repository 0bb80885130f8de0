// What script adds to pages that are whole without it. The files of a folder are joined into one classic script, because
// a page opened from a disk can load no other kind, and stand in a function of their own; other folders reach what they
// share through window.retrowiki. Text from incidents only ever becomes textContent; nothing here parses HTML.

var doc = document;
var root = doc.documentElement;

function all(selector, within) {
  return Array.prototype.slice.call((within || doc).querySelectorAll(selector));
}

// element("p.small.quiet", {id: "x"}, child, "text", ...)
function element(name, attributes) {
  var parts = name.split(".");
  var node = doc.createElement(parts.shift());
  if (parts.length) node.className = parts.join(" ");
  for (var key in attributes || {}) node.setAttribute(key, attributes[key]);
  for (var i = 2; i < arguments.length; i++) {
    if (arguments[i]) node.append(arguments[i]);
  }
  return node;
}

function plural(n, one, many) {
  return n + " " + (n === 1 ? one : many);
}

window.retrowiki = { all: all, element: element, plural: plural };
