package adopt

import "testing"

// Times as people write them; what may be two things is neither.
func TestTimesInWords(t *testing.T) {
	for _, c := range []struct{ text, want, problem string }{
		{"2021-03-01", "2021-03-01", ""},
		{"2021/3/1", "2021-03-01", ""},
		{"March 1, 2021", "2021-03-01", ""},
		{"Mar 1st 2021", "2021-03-01", ""},
		{"Sept. 3, 2021", "2021-09-03", ""},
		{"1 March 2021", "2021-03-01", ""},
		{"Monday, 1st of March 2021, 9:47 AM PST", "2021-03-01T09:47:00-08:00", ""},
		{"01-Mar-2021 21:05:09 UTC", "2021-03-01T21:05:09Z", ""},
		{"2021-03-01T09:47:00.123Z", "2021-03-01T09:47:00Z", ""},
		{"2021-03-01 09:47 UTC+1", "2021-03-01T09:47:00+01:00", ""},
		{"2021-03-01 at 9pm (CET)", "2021-03-01T21:00:00+01:00", ""},
		{"2021-03-01 09:47 -0800", "2021-03-01T09:47:00-08:00", ""},
		{"~2021-03-01 09:47", "~2021-03-01T09:47:00", ""},
		{"approximately March 1, 2021", "~2021-03-01", ""},
		{"12:00 am", "", ""},
		{"1.3.2021", "2021-03-01", ""},
		{"13/03/2021", "2021-03-13", ""},
		{"03/13/2021", "2021-03-13", ""},
		{"04/04/2021", "2021-04-04", ""},
		{"03/04/2021", "", "may be 2021-03-04 or 2021-04-03"},
		{"03/14/21", "", "has a year of two digits"},
		{"31.2.2021", "", "is no day of the calendar"},
		{"2021-02-30", "", "is no day of the calendar"},
		{"2021-03-01 25:00", "", "is no time of day"},
		{"2021-03-01 09:47 IST", "", "names the zone IST, which may be more than one offset"},
		{"2021-03-01 09:47 CST", "", "names the zone CST, which may be more than one offset"},
		{"0001-01-01", "", "is no day of the calendar"},
		{"Marvel 1 2021", "", ""},
		{"yesterday", "", ""},
		{"", "", ""},
	} {
		w, _, problem, ok := readWhen(c.text)
		got := ""
		if ok && problem == "" && !w.date.IsZero() {
			got = w.String()
		}
		if got != c.want || problem != c.problem {
			t.Errorf("%q: %q (%s), want %q (%s)", c.text, got, problem, c.want, c.problem)
		}
	}
}

func TestSpansOfTime(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"2021-03-01 09:47 - 10:29 UTC", "2021-03-01T09:47:00Z", "2021-03-01T10:29:00Z"},
		{"2021-03-01 09:47 UTC to 2021-03-02 10:29 UTC", "2021-03-01T09:47:00Z", "2021-03-02T10:29:00Z"},
		{"March 1, 2021 23:30 PST until 01:10", "2021-03-01T23:30:00-08:00", "2021-03-02T01:10:00-08:00"},
		{"2021-03-01 – 2021-03-03", "2021-03-01", "2021-03-03"},
		{"2021-03-01 (Monday)", "2021-03-01", ""},
		{"2021-03-01 - the long night", "2021-03-01", ""},
	} {
		from, to, hasEnd, _, problem, ok := readSpan(c.text)
		got := ""
		if hasEnd {
			got = to.String()
		}
		if !ok || problem != "" || from.String() != c.from || got != c.to {
			t.Errorf("%q: %s to %q (%s), want %s to %q", c.text, from, got, problem, c.from, c.to)
		}
	}
}
