package agenda

import "strings"

// width is where a mail's lines are broken.
const width = 72

// Markdown writes the agenda with the run sheet.
func (s *Set) Markdown(a *Agenda) (string, error) {
	text, err := s.execute("agenda.md", a)
	return squeeze(text), err
}

// Mail writes the read-ahead as plain text with a Subject line. The
// facilitator's notes are not in it.
func (s *Set) Mail(a *Agenda) (string, error) {
	text, err := s.execute("agenda.txt", a)
	return wrap(squeeze(text), width), err
}

// FollowUp writes the summary as plain text with a Subject line.
func (s *Set) FollowUp(f *FollowUp) (string, error) {
	text, err := s.execute("follow-up.txt", f)
	return wrap(squeeze(text), width), err
}

func (s *Set) execute(layout string, data any) (string, error) {
	var out strings.Builder
	err := s.layouts.ExecuteTemplate(&out, layout, data)
	return out.String(), err
}

// squeeze leaves one empty line where the layout leaves more.
func squeeze(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRight(line, " "); line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}
