// Snippets: the piece of a document that shows best why it was found.

var snippetLength = 230;

function isMarked(s, marks) {
  return wordsOf(s).some(function (word) { return marks.has(word); });
}

function spots(text, marks) {
  return stretchesOf(text).filter(function (s) { return isMarked(s, marks); });
}

// marked adds a text to a node, with <mark> round what was looked for.
function marked(node, text, marks) {
  var last = 0;
  spots(text, marks).forEach(function (s) {
    node.append(text.slice(last, s.at), element("mark", null, s.text));
    last = s.at + s.text.length;
  });
  node.append(text.slice(last));
  return node;
}

function distinct(list) {
  return new Set(list.map(function (s) { return s.whole || s.text; })).size;
}

// snippet gives {section, text} with the most words that were looked for, or null if the texts have none. Words of a
// heading count too.
function snippet(d, marks) {
  var best = null;
  d.sections.forEach(function (section) {
    var inHeading = distinct(spots(section.heading, marks));
    var places = spots(section.text, marks);
    if (!places.length && inHeading) consider(section, 0, inHeading);
    places.forEach(function (first, n) {
      var near = places.slice(n).filter(function (s) { return s.at + s.text.length - first.at <= snippetLength - 60; });
      consider(section, first.at, distinct(near) + 0.6 * inHeading + Math.min(near.length, 9) / 100);
    });
  });
  return best && { section: best.section, text: piece(best.section.text, best.at) };

  function consider(section, at, worth) {
    if (!best || worth > best.worth) best = { section: section, at: at, worth: worth };
  }
}

// piece is the text round a place, cut between words.
function piece(text, at) {
  var from = at < 60 ? 0 : text.lastIndexOf(" ", at - 40) + 1;
  var to = text.length - from <= snippetLength ? text.length : text.lastIndexOf(" ", from + snippetLength);
  if (to <= at) to = Math.min(text.length, from + snippetLength);
  return (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
}
