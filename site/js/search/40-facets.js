// Facets: what can be chosen beside words. Of one facet any chosen value will do; each facet has to be met.

// facets(load, root) gives a promise of the facets, each with the documents of its values.
function facets(load, root) {
  return Promise.all(root.f.map(function (f, n) {
    return load("f" + n).then(function (rows) {
      return {
        key: f[0], name: f[1], more: Number(f[2]),
        values: rows.map(function (row) {
          var documents = [];
          documentsIn(row[2], 0, row[2].length, function (d) { documents.push(d); });
          return { key: row[0], name: row[1], documents: documents };
        })
      };
    });
  }));
}

// narrow counts for each value how many documents there would be with it, given those that the words find (null: all)
// and what is chosen in the other facets; it gives a test for what is left of them.
function narrow(list, chosen, found, n) {
  var meets = new Uint8Array(n); // how many facets with a choice a document meets
  var chosenFacets = list.filter(function (f) { return (chosen[f.key] || []).length; });
  var own = new Map();
  chosenFacets.forEach(function (f) {
    var mine = new Uint8Array(n);
    f.values.forEach(function (v) {
      if (chosen[f.key].indexOf(v.key) >= 0) v.documents.forEach(function (d) { mine[d] = 1; });
    });
    mine.forEach(function (yes, d) { meets[d] += yes; });
    own.set(f, mine);
  });
  var among = new Uint8Array(n);
  if (found) found.forEach(function (d) { among[d] = 1; });
  else among.fill(1);
  list.forEach(function (f) {
    var mine = own.get(f);
    var needed = chosenFacets.length - (mine ? 1 : 0);
    f.values.forEach(function (v) {
      v.count = 0;
      v.documents.forEach(function (d) {
        if (among[d] && meets[d] - (mine ? mine[d] : 0) === needed) v.count++;
      });
    });
  });
  return function (d) { return among[d] && meets[d] === chosenFacets.length; };
}
