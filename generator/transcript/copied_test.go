package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What somebody copies has many forms; dates that can be read in two ways are
// read as the flag or another date of the text says, and if none does, it is
// said which way was taken.
func TestCopied(t *testing.T) {
	for _, c := range []struct{ name, text, order, want, told string }{
		{"no blank before the time", "Lex Lee3:12 AM\none\nuser212:15 PM\ntwo\n", "", "11-24 02:12 Lex Lee: one\n11-24 11:15 user2: two\n", ""},
		{"a time in the words", "Lex  3:12 AM\nlet us talk at 3:30 PM\n", "", "11-24 02:12 Lex: let us talk at 3:30 PM\n", ""},
		{"the time on its own line", "Lex Lee\n  3:12 AM\none\nmore\nKim\n3:13 AM\ntwo\n", "", "11-24 02:12 Lex Lee: one / more\n11-24 02:13 Kim: two\n", ""},
		{"more by the same person", "Lex [3:12 AM]\none\n[3:13 AM] two\n3:14\nthree\n", "", "11-24 02:12 Lex: one\n11-24 02:13 Lex: two\n11-24 02:14 Lex: three\n", ""},
		{"a line between two days", "Lex  11:50 PM\none\nWednesday, November 26th\nKim  9:00 AM\ntwo\n", "", "11-24 22:50 Lex: one\n11-26 08:00 Kim: two\n", ""},
		{"another date tells: day first", "lex — 03/12/2014 03:12\none\nkim — 25/12/2014 03:12\ntwo\n", "", "12-03 02:12 lex: one\n12-25 02:12 kim: two\n", ""},
		{"another date tells: month first", "lex — 11/12/2014 3:12 AM\none\nkim — 11/24/2014 3:12 AM\ntwo\n", "", "11-12 02:12 lex: one\n11-24 02:12 kim: two\n", ""},
		{"the flag tells", "lex — 03/12/2014 03:12\none\n", "month", "03-12 02:12 lex: one\n", ""},
		{"nothing tells", "lex — 11/12/2014 03:12\none\n", "", "12-11 02:12 lex: one\n", "x:1:1 11/12/2014 can be read with the day or the month first"},
		{"a day of two equal numbers", "lex — 11/11/2014 03:12\none\n", "", "11-11 02:12 lex: one\n", ""},
		{"dots", "lex — 11.12.2014 03:12\none\n", "", "12-11 02:12 lex: one\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			day := time.Date(2014, 11, 24, 0, 0, 0, 0, berlin)
			if strings.Contains(c.told, "11/12") {
				day = day.AddDate(0, 0, 10)
			}
			told, err := Read(Input{Name: "x", Content: strings.NewReader(c.text), Zone: berlin, Day: day, Order: c.order}, "", func(e Entry) {
				fmt.Fprintf(&b, "%s %s: %s\n", e.At.UTC().Format("01-02 15:04"), e.By, strings.ReplaceAll(e.Text, "\n", " / "))
			})
			if err != nil || b.String() != c.want || (len(told) == 0) != (c.told == "") || !strings.Contains(fmt.Sprint(told), c.told) {
				t.Errorf("got\n%swant\n%s%v, %v", b.String(), c.want, told, err)
			}
		})
	}
}
