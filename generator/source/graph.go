package source

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// commitNode is what a pass over the history needs of a commit.
type commitNode struct {
	hash, tree hash
	time       int64 // committer's seconds
	parents    []int32
	children   int32 // that have not been visited
}

// graph is all commits that can be reached from one, by number: 0 is that one.
type graph struct {
	nodes []commitNode
	order []int32 // children before their parents, otherwise the newest first
}

// readGraph reads every commit that can be reached from tip.
func readGraph(ctx context.Context, o *objects, tip hash) (*graph, error) {
	g, _, err := readGraphTo(ctx, o, tip, hash{}, math.MaxInt)
	return g, err
}

// readGraphTo reads the commits up to one behind which nothing is wanted, and
// gives its number; -1 if it was not met, or there are more than most others.
func readGraphTo(ctx context.Context, o *objects, tip, end hash, most int) (_ *graph, endNumber int32, _ error) {
	g := &graph{nodes: []commitNode{{hash: tip}}}
	endNumber = -1
	numbers := map[hash]int32{tip: 0}
	var parents []hash
	for next := 0; next < len(g.nodes); next++ {
		if next%1024 == 0 && ctx.Err() != nil {
			return nil, -1, ctx.Err()
		}
		if next > most {
			return nil, -1, nil
		}
		data, err := o.readKind(g.nodes[next].hash, kindCommit, maxMeta)
		if err != nil {
			return nil, -1, err
		}
		n := &g.nodes[next]
		if n.tree, n.time, parents, err = parseLinks(data, parents[:0]); err != nil {
			return nil, -1, fmt.Errorf("commit %s: %w", n.hash, err)
		}
		if n.hash == end {
			endNumber = int32(next)
			continue
		}
		n.parents = make([]int32, len(parents))
		links := n.parents
		for i, h := range parents {
			number, known := numbers[h]
			if !known {
				number = int32(len(g.nodes))
				numbers[h] = number
				g.nodes = append(g.nodes, commitNode{hash: h})
			}
			links[i] = number
			g.nodes[number].children++
		}
	}
	g.sort()
	return g, endNumber, nil
}

// parseLinks reads only a commit's tree, parents and committer's time.
func parseLinks(data []byte, parents []hash) (tree hash, time int64, _ []hash, err error) {
	for len(data) > 0 && data[0] != '\n' {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		data = rest
		if value, ok := bytes.CutPrefix(line, []byte("tree ")); ok {
			tree, err = linkHash(value)
		} else if value, ok := bytes.CutPrefix(line, []byte("parent ")); ok {
			var h hash
			h, err = linkHash(value)
			parents = append(parents, h)
		} else if value, ok := bytes.CutPrefix(line, []byte("committer ")); ok {
			fields := bytes.Fields(value[bytes.LastIndexByte(value, '>')+1:])
			if len(fields) > 0 {
				time, _ = strconv.ParseInt(string(fields[0]), 10, 64)
			}
			break // nothing behind it is needed
		}
		if err != nil {
			return tree, 0, parents, err
		}
	}
	if tree == (hash{}) {
		err = errors.New("it names no tree")
	}
	return tree, time, parents, err
}

func linkHash(value []byte) (h hash, err error) {
	if len(value) == 40 {
		_, err = hex.Decode(h[:], value)
	}
	if len(value) != 40 || err != nil {
		err = errors.New("it names a tree or parent that is no hash")
	}
	return h, err
}

// ready holds commits all of whose children have been visited.
type ready struct {
	g       *graph
	numbers []int32
}

func (r *ready) Len() int { return len(r.numbers) }

func (r *ready) Less(i, j int) bool {
	a, b := r.numbers[i], r.numbers[j]
	if x, y := r.g.nodes[a].time, r.g.nodes[b].time; x != y {
		return x > y
	}
	return bytes.Compare(r.g.nodes[a].hash[:], r.g.nodes[b].hash[:]) < 0 // the same from whichever commit one sets out
}

func (r *ready) Swap(i, j int) { r.numbers[i], r.numbers[j] = r.numbers[j], r.numbers[i] }
func (r *ready) Push(x any)    { r.numbers = append(r.numbers, x.(int32)) }

func (r *ready) Pop() any {
	last := r.numbers[len(r.numbers)-1]
	r.numbers = r.numbers[:len(r.numbers)-1]
	return last
}

// sort puts the commits in order. Commits that are their own ancestors, which
// only a forged repository can have, are left out.
func (g *graph) sort() {
	g.order = make([]int32, 0, len(g.nodes))
	queue := &ready{g: g}
	if g.nodes[0].children == 0 {
		queue.numbers = append(queue.numbers, 0)
	}
	for queue.Len() > 0 {
		n := heap.Pop(queue).(int32)
		g.order = append(g.order, n)
		for _, p := range g.nodes[n].parents {
			if g.nodes[p].children--; g.nodes[p].children == 0 {
				heap.Push(queue, p)
			}
		}
	}
}
