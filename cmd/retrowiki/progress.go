package main

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/retrowiki/retrowiki/generator/progress"
)

// silence is after how long a run that says nothing tells how it goes on, and
// refresh how often it does from then on.
const (
	silence = time.Second
	refresh = 200 * time.Millisecond
)

// live is a line at the foot of a terminal that tells how the run goes on.
// Whatever else is written there, through Writer, stands above it.
type live struct {
	to      io.Writer
	run     *progress.Run
	stop    chan struct{}
	stopped sync.WaitGroup

	mu    sync.Mutex
	shown bool
}

// watch begins to tell. Stages are always noted, for --timings; a line is
// shown on a terminal only.
func (a *app) watch() {
	a.run = progress.New(a.now)
	if !a.stderrIsTerminal || a.quiet || a.logFormat != "text" {
		return
	}
	l := &live{to: a.stderr, run: a.run, stop: make(chan struct{})}
	a.live, a.stderr = l, l.writer(a.stderr)
	if a.stdoutIsTerminal {
		a.stdout = l.writer(a.stdout)
	}
	l.stopped.Go(l.tell)
}

func (l *live) tell() {
	wait := time.NewTimer(silence)
	defer wait.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-wait.C:
			l.show()
			wait.Reset(refresh)
		}
	}
}

func (l *live) show() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if status, on := l.run.Current(); on {
		fmt.Fprintf(l.to, "\r\x1b[K%s", told(status))
		l.shown = true
	} else {
		l.hide()
	}
}

func (l *live) hide() {
	if l.shown {
		io.WriteString(l.to, "\r\x1b[K")
		l.shown = false
	}
}

// end takes the line away; a nil live has none.
func (l *live) end() {
	if l == nil {
		return
	}
	close(l.stop)
	l.stopped.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hide()
}

// told says how a stage goes on: "writing pages: 4,200 of 10,000, 2,100 a
// second, 3 s left".
func told(s progress.Status) string {
	text := s.Name
	if s.Of == 0 || s.Done == 0 {
		return text + "..."
	}
	text += fmt.Sprintf(": %s of %s", grouped(s.Done), grouped(s.Of))
	if rate := float64(s.Done) / s.Took.Seconds(); rate >= 1 {
		text += fmt.Sprintf(", %s a second", grouped(int(rate)))
	}
	if s.Left >= time.Second {
		text += fmt.Sprintf(", %s left", s.Left.Round(time.Second))
	}
	return text
}

func grouped(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

type above struct {
	*live
	to io.Writer
}

func (l *live) writer(to io.Writer) io.Writer { return above{l, to} }

func (w above) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hide()
	return w.to.Write(p)
}

// tellTimings prints how long each stage took, and marks the slowest.
func (a *app) tellTimings() {
	a.run.End()
	stages := a.run.Stages()
	if !a.timings || len(stages) == 0 {
		return
	}
	var all time.Duration
	for _, s := range stages {
		all += s.Took
	}
	slowest := slices.MaxFunc(stages, func(x, y progress.Status) int { return int(x.Took - y.Took) })
	width := len(all.String())
	for _, s := range stages {
		width = max(width, len(s.Name))
	}
	for _, s := range stages {
		line := fmt.Sprintf("%-*s %7.2f s %3.0f %%", width, s.Name, s.Took.Seconds(), 100*s.Took.Seconds()/max(all.Seconds(), 1e-9))
		if s.Of > 0 && s.Took > 0 {
			line += fmt.Sprintf("  %s, %s a second", grouped(s.Done), grouped(int(float64(s.Done)/s.Took.Seconds())))
		}
		if s == slowest {
			line += "  (slowest)"
		}
		fmt.Fprintln(a.stderr, line)
	}
	fmt.Fprintf(a.stderr, "%-*s %7.2f s\n", width, "all", all.Seconds())
}
