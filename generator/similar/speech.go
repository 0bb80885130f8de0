package similar

// speech is more words in which people tell of a kind of failure, by its name.
// They come from what the field writes, and from no incident of the labelled
// set.
var speech = map[string]string{}
