package source

import "sync"

// baseCacheSize is how many bytes of objects are kept because others may be
// differences to them.
const baseCacheSize = 64 << 20

// baseCache keeps the objects that were used last, up to a number of bytes. It
// is safe for concurrent use.
type baseCache struct {
	mu     sync.Mutex
	limit  int
	used   int
	items  map[place]*cached
	newest *cached // a ring; newest.next is the oldest
}

type cached struct {
	at         place
	object     object
	prev, next *cached
}

func newBaseCache(limit int) *baseCache {
	return &baseCache{limit: limit, items: map[place]*cached{}}
}

func (c *baseCache) get(at place) (object, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	item := c.items[at]
	if item == nil {
		return object{}, false
	}
	c.unlink(item)
	c.link(item)
	return item.object, true
}

func (c *baseCache) put(at place, o object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(o.data) > c.limit/4 || c.items[at] != nil {
		return
	}
	item := &cached{at: at, object: o}
	c.items[at] = item
	c.link(item)
	for c.used += len(o.data); c.used > c.limit; {
		oldest := c.newest.next
		c.unlink(oldest)
		delete(c.items, oldest.at)
		c.used -= len(oldest.object.data)
	}
}

// forget lets all objects go.
func (c *baseCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used, c.newest = 0, nil
	clear(c.items)
}

func (c *baseCache) link(item *cached) {
	if c.newest == nil {
		item.prev, item.next = item, item
	} else {
		item.prev, item.next = c.newest, c.newest.next
		item.prev.next, item.next.prev = item, item
	}
	c.newest = item
}

func (c *baseCache) unlink(item *cached) {
	if item.next == item {
		c.newest = nil
		return
	}
	item.prev.next, item.next.prev = item.next, item.prev
	if c.newest == item {
		c.newest = item.prev
	}
}
