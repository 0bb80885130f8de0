package flat_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/internal/flat"
)

type colour uint8

type leaf struct {
	Name   string
	hidden int
}

type tree struct {
	Yes     bool
	Int     int
	Small   int32
	Colour  colour
	Ratio   float64
	Text    string
	Bytes   []byte
	Words   []string
	Leaves  []leaf
	Named   map[string]leaf
	At      time.Time
	Inner   *tree
	private []tree
}

var zone = func() *time.Location {
	z, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		panic(err)
	}
	return z
}()

var trees = map[string]tree{
	"nothing": {},
	"everything": {
		Yes: true, Int: -3, Small: math.MinInt32, Colour: 255, Ratio: math.Pi, Text: "täglich\x00", Bytes: []byte("ab"),
		Words: []string{"again", "again", "", "x", "x"}, Leaves: []leaf{{"a", 1}, {"b", -1}}, Named: map[string]leaf{"": {}, "again": {"again", 7}},
		At: time.Date(2014, 11, 24, 3, 12, 0, 5, time.UTC), Inner: &tree{Text: "again", Inner: &tree{}}, private: []tree{{Int: math.MaxInt}, {Int: math.MinInt}},
	},
	"empty is not nil": {Bytes: []byte{}, Words: []string{}, Leaves: []leaf{}, Named: map[string]leaf{}, private: []tree{}},
	"a zone":           {At: time.Date(2024, 7, 1, 12, 0, 0, 0, zone)},
	"an offset":        {At: time.Date(2024, 7, 1, 12, 0, 0, 0, time.FixedZone("", -5*3600-1800))},
	"long ago":         {At: time.Date(-44, 3, 15, 12, 0, 0, 0, time.UTC)},
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	c := flat.New[tree](zone)
	for name, want := range trees {
		data, err := c.Append([]byte("before"), &want)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got tree
		if err := c.Read(data[len("before"):], &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%+v\nwant\n%+v", name, err, got, want)
		}
		if got.At.String() != want.At.String() {
			t.Errorf("%s: at %s, want %s", name, got.At, want.At)
		}
		if got.At.AddDate(0, 6, 0).String() != want.At.AddDate(0, 6, 0).String() {
			t.Errorf("%s: half a year later it is another zone", name)
		}
	}
}

func TestAStringIsWrittenOnce(t *testing.T) {
	c := flat.New[tree](nil)
	long := strings.Repeat("x", 1000)
	data, err := c.Append(nil, &tree{Words: slices.Repeat([]string{long}, 100)})
	if err != nil || len(data) > 1500 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestATimeInAForeignZoneIsNotWritten(t *testing.T) {
	c := flat.New[tree](zone)
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range []*time.Location{tokyo, time.Local, time.FixedZone("CET", 3600)} {
		if _, err := c.Append(nil, &tree{At: time.Date(2024, 7, 1, 12, 0, 0, 0, z)}); err == nil {
			t.Errorf("a time in %s is written", z)
		}
	}
}

func TestOtherTypesHaveOtherShapes(t *testing.T) {
	type a struct{ X, Y int }
	type b struct{ Y, X int }
	if flat.New[a](nil).Shape() == flat.New[b](nil).Shape() || flat.New[a](nil).Shape() != flat.New[a](zone).Shape() {
		t.Error("shapes do not tell types apart")
	}
}

func TestWhatIsCutShortIsDamaged(t *testing.T) {
	c := flat.New[tree](zone)
	everything := trees["everything"]
	data, _ := c.Append(nil, &everything)
	for n := range data {
		var got tree
		if err := c.Read(data[:n], &got); !errors.Is(err, flat.Damaged) {
			t.Errorf("%d of %d bytes: %v", n, len(data), err)
		}
	}
	var got tree
	if err := c.Read(append(data, 0), &got); !errors.Is(err, flat.Damaged) {
		t.Errorf("a byte too many: %v", err)
	}
}

func FuzzReadEndsWell(f *testing.F) {
	c := flat.New[tree](zone)
	for _, v := range trees {
		data, err := c.Append(nil, &v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v tree
		if c.Read(data, &v) != nil {
			return
		}
		again, err := c.Append(nil, &v)
		var second tree
		if err != nil || c.Read(again, &second) != nil {
			t.Fatalf("%+v was read, and cannot be written: %v", v, err)
		}
	})
}
