// finder(load, root) answers questions: find(text) gives a promise of the documents in their order, the best first; which
// words they have, for marking; and whether they have all of the words that were asked for. documents is null where the
// text asks for nothing.
function finder(load, root) {
  var words = lexicon(load, root);

  // One letter tells nothing, one sign of Chinese or Japanese does.
  function whole(s) {
    return tells(s.whole) || s.whole && !s.parts.length ? words.beginning(s.whole) : Promise.resolve([]);
  }

  function part(text) {
    return words.beginning(text).then(function (found) {
      return found.length ? found : words.similar(text);
    });
  }

  // wants are lists of words; a document is to have one of each list. Where nothing has a stretch as one word, each of
  // its parts is looked for.
  function wants(s) {
    return whole(s).then(function (found) {
      if (found.length) return [found];
      return Promise.all(s.leaves.filter(tells).map(part));
    });
  }

  return function (text) {
    return Promise.all(stretchesOf(text).map(wants)).then(function (lists) {
      var wanted = [].concat.apply([], lists);
      var marks = new Set();
      wanted.forEach(function (found) {
        found.forEach(function (f) { marks.add(f.word); });
      });
      return rank(wanted.map(function (found) { return weights(found, root.n); }), marks);
    });
  };

  function rank(wanted, marks) {
    var scores = new Float32Array(root.n);
    var has = new Uint8Array(root.n);
    var strong = wanted.filter(function (w) { return !w.weak; }).length;
    var needed = strong || Math.min(1, wanted.length);
    wanted.forEach(function (w) {
      for (var d = 0; d < root.n; d++) {
        if (!w.best[d]) continue;
        scores[d] += w.best[d] * w.worth;
        if (!w.weak || !strong) has[d]++;
      }
    });
    var complete = best(needed);
    if (!wanted.length) return { documents: null, marks: marks, complete: true };
    if (complete.length) return { documents: complete, marks: marks, complete: true };
    return { documents: best(1), marks: marks, complete: false };

    function best(least) {
      var list = [];
      for (var d = 0; d < root.n; d++) if (has[d] >= least && scores[d] > 0) list.push(d);
      return list.sort(function (a, b) { return scores[b] - scores[a] || a - b; });
    }
  }
}

// shelf(load, root) gives promises of documents by their numbers, and of several of them.
function shelf(load, root) {
  var starts = [];
  var next = 0;
  numbers(root.d, 0, root.d.length, function (count) {
    starts.push(next);
    next += count;
  });

  return function (list) {
    return Promise.all(list.map(function (d) {
      var low = 0;
      var high = starts.length;
      while (high - low > 1) {
        var middle = (low + high) >> 1;
        if (starts[middle] <= d) low = middle;
        else high = middle;
      }
      return load("d" + low).then(function (shard) {
        var row = shard[d - starts[low]];
        return {
          kind: row[0], url: row[1], title: row[2], summary: row[3], names: row[4], date: row[5], severity: row[6],
          sections: row[7].map(function (s) { return { anchor: s[0], heading: s[1], text: s[2] }; })
        };
      });
    }));
  };
}
