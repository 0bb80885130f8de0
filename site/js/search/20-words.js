// Which documents have a word, and how much of it.

var levels = "!#$%()*+,./:;=?@"; // from low to high, as generator/search/words.go has them
var levelOf = new Uint8Array(128);
for (i = 0; i < levels.length; i++) levelOf[levels.charCodeAt(i)] = i + 1;

// lexicon(load, root) finds words among the shards.
function lexicon(load, root) {
  var mostShards = 2; // of words that begin alike: who types on narrows it down

  // shardsOf are the numbers of the shards with words from first to last, given the word that each begins with.
  function shardsOf(starts, first, last) {
    var list = [];
    starts.forEach(function (start, n) {
      if (start <= last && (n + 1 === starts.length || starts[n + 1] > first)) list.push(n);
    });
    return list;
  }

  function wordShard(n) {
    return load("w" + n).then(function (shard) {
      if (!shard.words) {
        shard.words = shard[0].split(" ");
        shard.postings = shard[1].split(" ");
      }
      return shard;
    });
  }

  // beginning gives the words that begin with a text, the text itself among them.
  function beginning(text) {
    var list = shardsOf(root.w, text, text + "\uffff").slice(0, mostShards);
    return Promise.all(list.map(wordShard)).then(function (shards) {
      var found = [];
      shards.forEach(function (shard) {
        var at = firstFrom(shard.words, text);
        for (; at < shard.words.length && shard.words[at].indexOf(text) === 0; at++) {
          var word = shard.words[at];
          found.push({
            word: word, postings: shard.postings[at],
            worth: word === text ? 1 : Math.max(0.35, 0.8 * text.length / word.length)
          });
        }
      });
      return found;
    });
  }

  function exactly(words) {
    return Promise.all(words.map(function (near) {
      return wordShard(shardsOf(root.w, near.word, near.word)[0]).then(function (shard) {
        return { word: near.word, postings: shard.postings[firstFrom(shard.words, near.word)], worth: near.worth };
      });
    }));
  }

  // similar gives the words that one may have been meant to be: with the same first letter, or its second one first,
  // unless all words are at hand anyway.
  function similar(text) {
    var most = text.length >= 8 ? 2 : text.length >= 4 ? 1 : 0;
    if (!most || /[0-9]/.test(text)) return Promise.resolve([]);
    var list = root.v.length <= 3 ? Object.keys(root.v) : shardsOf(root.v, text[0], text[0] + "\uffff");
    return near(list).then(function (found) {
      return found.length || root.v.length <= 3 ? found : near(shardsOf(root.v, text[1], text[1] + "\uffff"));
    }).then(exactly);

    function near(list) {
      return Promise.all(list.map(function (n) { return load("v" + n); })).then(function (shards) {
        var at = [[], [], []];
        shards.join(" ").split(" ").forEach(function (word) {
          if (Math.abs(word.length - text.length) > most) return;
          var steps = distance(text, word, most);
          if (steps <= most) at[steps].push({ word: word, worth: steps === 1 ? 0.7 : 0.5 });
        });
        return (at[1].length ? at[1] : at[2]).slice(0, 8);
      });
    }
  }

  return { beginning: beginning, similar: similar };
}

// firstFrom is the place of the first word that is not before another, in a list in order.
function firstFrom(words, word) {
  var low = 0;
  var high = words.length;
  while (low < high) {
    var middle = (low + high) >> 1;
    if (words[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

// distance counts the letters to be put in, left out, changed or swapped, up to most and no further.
function distance(a, b, most) {
  var before = [];
  var last = [];
  var row = Array.from({ length: b.length + 1 }, function (_, n) { return n; });
  for (var y = 1; y <= a.length; y++) {
    before = last;
    last = row;
    row = [y];
    var least = y;
    for (var x = 1; x <= b.length; x++) {
      var same = a[y - 1] === b[x - 1] ? 0 : 1;
      var n = Math.min(last[x] + 1, row[x - 1] + 1, last[x - 1] + same);
      if (x > 1 && y > 1 && a[y - 1] === b[x - 2] && a[y - 2] === b[x - 1]) n = Math.min(n, before[x - 2] + 1);
      row.push(n);
      if (n < least) least = n;
    }
    if (least > most) return most + 1;
  }
  return row[b.length];
}

// weights are the documents of some words: how much of the best of them each has, and how many there are. Of a word that
// most documents have only the best are known, so that it leaves out no other ("weak").
function weights(found, n) {
  var best = new Float32Array(n);
  var count = 0;
  var weak = false;
  found.forEach(function (f) {
    var text = f.postings;
    var at = 0;
    if (text[0] === "~") {
      weak = true;
      at = text.search(/[!#$%()*+,.\/:;=?@]/);
      numbers(text, 1, at, function (all) { count = Math.max(count, all); });
    }
    while (at < text.length) {
      var weight = levelOf[text.charCodeAt(at)] * f.worth;
      var end = at + 1;
      while (end < text.length && !levelOf[text.charCodeAt(end)]) end++;
      documentsIn(text, at + 1, end, function (d) {
        if (!best[d]) count++;
        if (best[d] < weight) best[d] = weight;
      });
      at = end;
    }
  });
  return { best: best, weak: weak, worth: Math.log(1 + (n - Math.min(count, n) + 0.5) / (count + 0.5)) };
}
