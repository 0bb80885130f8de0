// Search. The index is a folder of scripts, each of which calls retrowikiShard with its name and a JSON text: that works
// from a disk too, where a page may fetch nothing. What each holds is told in generator/search/search.go. All of a folder
// belong together, and a page knows the one folder that was made with it.

var all = window.retrowiki.all;
var element = window.retrowiki.element;
var plural = window.retrowiki.plural;
var doc = document;

// index(folder) gives a function from a shard's name to a promise of what it holds.
function index(folder) {
  var shards = {};

  window.retrowikiShard = function (name, json) {
    if (shards[name]) shards[name].take(JSON.parse(json));
  };

  return function (name) {
    if (shards[name]) return shards[name].promise;
    var entry = shards[name] = {};
    entry.promise = new Promise(function (take, fail) {
      entry.take = take;
      var script = element("script", { src: folder + name + ".js" });
      script.onerror = function () {
        delete shards[name]; // so that it is asked for again
        fail(new Error("search/" + name));
      };
      doc.head.append(script);
    });
    return entry.promise;
  };
}

// Numbers are in base 32, the lowest digit first; a digit of the alphabet's second half says that more follow.
var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var digitOf = new Uint8Array(128);
for (var i = 0; i < digits.length; i++) digitOf[digits.charCodeAt(i)] = i;

// numbers calls each with every number of a part of a text.
function numbers(text, from, to, each) {
  var n = 0;
  var shift = 0;
  for (var at = from; at < to; at++) {
    var digit = digitOf[text.charCodeAt(at)];
    n |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      each(n);
      n = shift = 0;
    }
  }
}

// documentsIn calls each with the numbers of documents that are written as the steps between them.
function documentsIn(text, from, to, each) {
  var last = -1;
  numbers(text, from, to, function (step) { each(last += step + 1); });
}
