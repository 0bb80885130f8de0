package source

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A historyCache is what History found out for a commit, kept in a file, so
// that the next run reads only the commits that came after it. There is one
// for each repository and folder of it. Whatever is wrong with it, it is made
// anew: nothing depends on it but time.
type historyCache struct {
	tip    hash
	people hash // the .mailmap, since names of people were resolved with it
	asked  map[string]bool
	files  map[string]*FileHistory
}

const cacheFormat = "retrowiki history 1\n"

// cacheFile names the file; "" where nothing is to be kept.
func (r *Repository) cacheFile() string {
	if r.options.Cache == "" || r.url != "" {
		return ""
	}
	sum := sha256.Sum256([]byte(r.git.commonDir + "\x00" + r.prefix))
	return filepath.Join(r.options.Cache, "history-"+hex.EncodeToString(sum[:10]))
}

func (r *Repository) mailmapHash() hash {
	if e, err := r.git.objects.lookup(r.tip.tree, ".mailmap"); err == nil {
		return hash(e.hash)
	}
	return hash{}
}

// readCache gives what is kept, nil if it is of no use for these paths.
func (r *Repository) readCache() *historyCache {
	name := r.cacheFile()
	if name == "" {
		return nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	c, err := decodeCache(content)
	if err != nil || c.people != r.mailmapHash() {
		return nil
	}
	return c
}

// keep replaces what is kept. It is no harm if it cannot.
func (r *Repository) keep(paths []string, files map[string]*FileHistory) {
	name := r.cacheFile()
	if name == "" || os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	c := &historyCache{tip: r.tip.commit, people: r.mailmapHash(), asked: map[string]bool{}, files: files}
	for _, p := range paths {
		c.asked[p] = true
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".history-*")
	if err != nil {
		return
	}
	_, err = f.Write(c.encode())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
}

// recentMost is how many commits may have been made since the kept one, for
// what is kept to be of use.
const recentMost = 5000

// fromCache tells the history of paths from what is kept and the commits since;
// ok is false where these do not suffice: a file was followed past the kept
// commit on another way, or to a path that nobody asked about then.
func (r *Repository) fromCache(ctx context.Context, c *historyCache, paths []string) (files map[string]*FileHistory, ok bool, err error) {
	if c == nil {
		return nil, false, nil
	}
	if c.tip == r.tip.commit {
		files = make(map[string]*FileHistory, len(paths))
		for _, p := range paths {
			if !c.asked[p] {
				return nil, false, nil
			}
			if f := c.files[p]; f != nil {
				files[p] = f
			}
		}
		return files, true, nil
	}
	g, kept, err := readGraphTo(ctx, r.git.objects, r.tip.commit, c.tip, recentMost)
	if err != nil || kept < 0 {
		return nil, false, err
	}
	p := newPass(r, g)
	p.kept = kept
	if err := p.want(ctx, paths); err != nil {
		return nil, false, err
	}
	if err := p.run(ctx); err != nil {
		return nil, false, err
	}
	if p.passedBy {
		return nil, false, nil
	}
	older := make([]*FileHistory, len(paths))
	for name, at := range p.reached {
		inside, isInside := strings.CutPrefix(name, p.prefix)
		if !isInside || !c.asked[inside] || c.files[inside] == nil {
			return nil, false, nil
		}
		for _, file := range at {
			if older[file] != nil {
				return nil, false, nil // two ways lead to it
			}
			older[file] = c.files[inside]
		}
	}
	files, err = p.tell(ctx, paths)
	if err != nil {
		return nil, false, err
	}
	for i, path := range paths {
		if older[i] != nil {
			files[path] = joined(files[path], older[i])
		}
	}
	return files, true, nil
}

// joined puts the commits since the kept one before those up to it.
func joined(since, until *FileHistory) *FileHistory {
	if since == nil {
		return until
	}
	h := &FileHistory{Created: until.Created, Commits: slices.Concat(since.Commits, until.Commits), Contributors: slices.Clone(until.Contributors)}
	n := len(since.Commits)
	if last := &h.Commits[n-1]; last.before == (hash{}) {
		last.before = h.Commits[n].now
	}
	if first := &h.Commits[n]; first.now == (hash{}) {
		first.now = h.Commits[n-1].before
	}
	h.LastChanged, h.Created = h.Commits[0], h.Commits[len(h.Commits)-1]
	for _, c := range since.Contributors {
		if !slices.ContainsFunc(h.Contributors, func(k Contributor) bool { return k.key() == c.key() }) {
			h.Contributors = append(h.Contributors, c)
		}
	}
	return h
}

// encode writes texts and commits once each, and for each file their numbers.
func (c *historyCache) encode() []byte {
	e := &cacheEncoder{texts: map[string]uint64{}, commits: map[string]uint64{}}
	e.number(uint64(len(c.asked)))
	for _, path := range slices.Sorted(maps.Keys(c.asked)) {
		e.text(path)
		f := c.files[path]
		if f == nil {
			e.number(0)
			continue
		}
		e.number(uint64(len(f.Commits)))
		for _, change := range f.Commits {
			e.commit(change)
			e.text(change.Path)
			e.body = append(append(e.body, change.now[:]...), change.before[:]...)
		}
		e.number(uint64(len(f.Contributors)))
		for _, p := range f.Contributors {
			e.text(p.Name)
			e.text(p.Email)
		}
	}
	out := append([]byte(cacheFormat), c.tip[:]...)
	out = append(out, c.people[:]...)
	out = append(out, e.body...)
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

type cacheEncoder struct {
	body           []byte
	texts, commits map[string]uint64
}

func (e *cacheEncoder) number(n uint64) { e.body = binary.AppendUvarint(e.body, n) }

// text writes a text that was there before as its number, another as 0 and
// itself.
func (e *cacheEncoder) text(t string) {
	if n, known := e.texts[t]; known {
		e.number(n)
		return
	}
	e.texts[t] = uint64(len(e.texts) + 1)
	e.number(0)
	e.number(uint64(len(t)))
	e.body = append(e.body, t...)
}

func (e *cacheEncoder) commit(c Change) {
	if n, known := e.commits[c.Hash]; known {
		e.number(n)
		return
	}
	e.commits[c.Hash] = uint64(len(e.commits) + 1)
	e.number(0)
	h := parseHash(c.Hash)
	e.body = append(e.body, h[:]...)
	_, offset := c.When.Zone()
	e.body = binary.AppendVarint(e.body, c.When.Unix())
	e.body = binary.AppendVarint(e.body, int64(offset))
	e.text(c.AuthorName)
	e.text(c.Subject)
}

var errCache = errors.New("the kept history cannot be read")

// decodeCache reads what encode wrote, and nothing else.
func decodeCache(content []byte) (*historyCache, error) {
	body, ok := bytes.CutPrefix(content, []byte(cacheFormat))
	if !ok || len(body) < 2*len(hash{})+sha256.Size {
		return nil, errCache
	}
	at := len(content) - sha256.Size
	if sum := sha256.Sum256(content[:at]); !bytes.Equal(sum[:], content[at:]) {
		return nil, errCache
	}
	d := &cacheDecoder{rest: body[:len(body)-sha256.Size]}
	c := &historyCache{tip: d.hash(), people: d.hash(), asked: map[string]bool{}, files: map[string]*FileHistory{}}
	for n := d.number(); n > 0 && !d.broken; n-- {
		path := d.text()
		c.asked[path] = true
		commits := d.number()
		if commits == 0 {
			continue
		}
		f := &FileHistory{Commits: make([]Change, 0, d.bounded(commits))}
		for ; commits > 0 && !d.broken; commits-- {
			change := d.commit()
			change.Path = d.text()
			change.now, change.before = d.hash(), d.hash()
			f.Commits = append(f.Commits, change)
		}
		for people := d.number(); people > 0 && !d.broken; people-- {
			f.Contributors = append(f.Contributors, Contributor{Name: d.text(), Email: d.text()})
		}
		if d.broken {
			break
		}
		f.LastChanged, f.Created = f.Commits[0], f.Commits[len(f.Commits)-1]
		c.files[path] = f
	}
	if d.broken || len(d.rest) > 0 {
		return nil, errCache
	}
	return c, nil
}

type cacheDecoder struct {
	rest    []byte
	texts   []string
	commits []Change
	broken  bool
}

func (d *cacheDecoder) take(n uint64) []byte {
	if d.broken || n > uint64(len(d.rest)) {
		d.broken = true
		return nil
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *cacheDecoder) number() uint64 {
	n, size := binary.Uvarint(d.rest)
	d.take(uint64(max(size, 0)))
	d.broken = d.broken || size <= 0
	return n
}

func (d *cacheDecoder) signed() int64 {
	n, size := binary.Varint(d.rest)
	d.take(uint64(max(size, 0)))
	d.broken = d.broken || size <= 0
	return n
}

// bounded is a count that what is left could hold.
func (d *cacheDecoder) bounded(n uint64) int { return int(min(n, uint64(len(d.rest)))) }

func (d *cacheDecoder) hash() (h hash) {
	copy(h[:], d.take(uint64(len(h))))
	return h
}

func (d *cacheDecoder) text() string {
	n := d.number()
	if n == 0 {
		d.texts = append(d.texts, string(d.take(d.number())))
		return d.texts[len(d.texts)-1]
	}
	if n > uint64(len(d.texts)) {
		d.broken = true
		return ""
	}
	return d.texts[n-1]
}

func (d *cacheDecoder) commit() Change {
	n := d.number()
	if n > uint64(len(d.commits)) {
		d.broken = true
	}
	if d.broken {
		return Change{}
	}
	if n > 0 {
		return d.commits[n-1]
	}
	c := Change{Hash: d.hash().String()}
	seconds, offset := d.signed(), d.signed()
	c.When = time.Unix(seconds, 0).UTC()
	if offset != 0 {
		c.When = c.When.In(time.FixedZone("", int(offset)))
	}
	if seconds == (time.Time{}).Unix() {
		c.When = time.Time{}
	}
	c.AuthorName, c.Subject = d.text(), d.text()
	d.commits = append(d.commits, c)
	return c
}
