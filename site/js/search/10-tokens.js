// The words of a text, as generator/search/tokens.go says: generator/search/testdata/tokens.json holds both to it.

var shortest = 2;
var longest = 48;
var cjk = "\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\uFF66-\\uFF9F\\u{20000}-\\u{3FFFF}";
var letter = "(?![" + cjk + "])[\\p{L}\\p{N}\\p{M}]";
var stretches = new RegExp("((?:(?=[\\p{L}\\p{N}\\p{M}])[" + cjk + "])+)|" +
  "(?:" + letter + ")+(?:(?:[-_.](?=" + letter + ")|(?<=[0-9]),(?=[0-9]{3}))(?:" + letter + ")+)*", "gu");
var camel = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
var folded = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ς: "σ" };

// fold makes "Größe" and "grosse" the same word.
function fold(text) {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[ßæœøđłıς]/g, function (c) { return folded[c]; }).replace(/[^\p{L}\p{N}]/gu, "");
}

function tells(word) {
  if (word.length < shortest) return false;
  var length = word.length < 2 * shortest || word.length > longest ? Array.from(word).length : word.length;
  return length >= shortest && length <= longest;
}

// stretch is what stands between two spaces or so: text, where it begins, the word that it is as a whole (if any), and
// the smallest parts of it.
function stretch(text, at, isCJK) {
  if (isCJK) {
    var signs = Array.from(fold(text));
    var pairs = signs.slice(1).map(function (sign, i) { return signs[i] + sign; });
    return { text: text, at: at, whole: pairs.length ? "" : signs.join(""), parts: [], leaves: pairs };
  }
  var parts = [];
  var leaves = [];
  var pieces = [];
  text.replace(/,/g, "").split(/[-_.]/).forEach(function (part) {
    var own = part.split(camel).map(fold);
    parts.push(fold(part));
    leaves.push.apply(leaves, own);
    if (own.length > 1) pieces.push.apply(pieces, own);
  });
  return { text: text, at: at, whole: parts.join(""), parts: parts, pieces: pieces, leaves: leaves };
}

function stretchesOf(text) {
  return Array.from(text.matchAll(stretches), function (m) { return stretch(m[0], m.index, Boolean(m[1])); });
}

// wordsOf are all words that a stretch is found by.
function wordsOf(s) {
  if (!s.parts.length) return s.whole ? [s.whole] : s.leaves;
  return (s.parts.length > 1 ? [s.whole] : []).concat(s.parts, s.pieces).filter(tells);
}
