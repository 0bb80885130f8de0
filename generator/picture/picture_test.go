package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func picture(t testing.TB, ext string) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	var b bytes.Buffer
	var err error
	switch ext {
	case ".png":
		err = png.Encode(&b, m)
	case ".gif":
		err = gif.Encode(&b, m, nil)
	default:
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(marker byte, body string) string {
	whole := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2))
	return string(whole) + body
}

func chunk(kind, body string) string {
	whole := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	whole = append(whole, kind+body...)
	return string(binary.BigEndian.AppendUint32(whole, crc32.ChecksumIEEE([]byte(kind+body))))
}

// exif is little-endian, as phones write it: a place, and how to turn it.
func exif(turned byte) string {
	return segment(markerApp1, "Exif\x00\x00II\x2a\x00\x08\x00\x00\x00"+"\x02\x00"+
		"\x0f\x01\x02\x00\x04\x00\x00\x00GPS!"+"\x12\x01\x03\x00\x01\x00\x00\x00"+string([]byte{turned})+"\x00\x00\x00\x00\x00\x00\x00")
}

// A photograph keeps its picture, its colours and how it is turned, and loses
// what else is said of it.
func TestPlainJPEG(t *testing.T) {
	clean := string(picture(t, ".jpg"))
	profile := segment(markerApp2, "ICC_PROFILE\x00\x01\x01colours")
	for _, turned := range []byte{0, 1, 6} {
		told := clean[:2] + exif(turned) + segment(0xED, "IPTC by Lex") + profile + segment(markerWords, "taken in Berlin") + clean[2:]
		plain := string(Plain([]byte(told), ".jpg"))
		for _, word := range []string{"GPS!", "Lex", "Berlin"} {
			if strings.Contains(plain, word) {
				t.Errorf("turned %d: %s is still in it", turned, word)
			}
		}
		if !strings.Contains(plain, profile) {
			t.Errorf("turned %d: its colours are lost", turned)
		}
		a, errA := jpeg.Decode(strings.NewReader(told))
		b, errB := jpeg.Decode(strings.NewReader(plain))
		if errA != nil || errB != nil || !bytes.Equal(a.(*image.Gray).Pix, b.(*image.Gray).Pix) {
			t.Errorf("turned %d: another picture: %v, %v", turned, errA, errB)
		}
		width, height := Size([]byte(plain), ".jpg")
		if want := turned == 6; (width == 30 && height == 40) != want || orientation([]byte(plain)) != map[byte]int{6: 6}[turned] {
			t.Errorf("turned %d: it is %d by %d, to be turned %d", turned, width, height, orientation([]byte(plain)))
		}
		if again := Plain([]byte(plain), ".jpg"); string(again) != plain {
			t.Errorf("turned %d: made plain again it changes", turned)
		}
	}
}

func TestPlainPNG(t *testing.T) {
	clean := string(picture(t, ".png"))
	const head = 8 + 25
	told := clean[:head] + chunk("tEXt", "Author\x00Lex") + chunk("eXIf", "GPS!") + chunk("tIME", "1234567") + clean[head:] + "behind"
	if plain := Plain([]byte(told), ".png"); string(plain) != clean {
		t.Errorf("got %q", plain)
	}
}

// What is damaged, or of another kind, is passed on as it is.
func TestWhatIsNoPicture(t *testing.T) {
	for _, ext := range []string{".jpg", ".png", ".gif", ".webp", ".svg"} {
		for _, content := range []string{"", "x", "\xff\xd8\xff", "\xff\xd8\xff\xe1\x00\x01", string(pngHead) + "\xff\xff\xff\xffIDAT", string(pngHead) + "123"} {
			if got := Plain([]byte(content), ext); string(got) != content {
				t.Errorf("%s of %q became %q", ext, content, got)
			}
			if w, h := Size([]byte(content), ext); w != 0 || h != 0 {
				t.Errorf("%s of %q is %d by %d", ext, content, w, h)
			}
		}
	}
}

func TestSize(t *testing.T) {
	for name, c := range map[string]struct{ ext, content, want string }{
		"png":       {".png", string(picture(t, ".png")), "40x30"},
		"gif":       {".gif", string(picture(t, ".gif")), "40x30"},
		"box":       {".svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620.4,90"/>`, "620x90"},
		"sides":     {".svg", `<?xml version="1.0"?><svg width="30px" height="20" viewBox="0 0 1 1"/>`, "30x20"},
		"per cent":  {".svg", `<svg width="100%" height="100%" viewBox="0 0 7 8"/>`, "7x8"},
		"not a one": {".svg", `<svg width="NaN" height="-1"/>`, "0x0"},
	} {
		w, h := Size([]byte(c.content), c.ext)
		if got := fmt.Sprintf("%dx%d", w, h); got != c.want {
			t.Errorf("%s is %s, want %s", name, got, c.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(picture(f, ".jpg"))
	f.Add(picture(f, ".png"))
	f.Add([]byte("\xff\xd8" + exif(6) + "\xff\xda"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, ext := range []string{".jpg", ".png", ".svg"} {
			plain := Plain(content, ext)
			if again := Plain(plain, ext); !bytes.Equal(again, plain) {
				t.Errorf("%s changes again", ext)
			}
			Size(content, ext)
		}
	})
}

// A WebP file loses Exif and XMP, and no longer promises them.
func TestPlainWebP(t *testing.T) {
	part := func(kind, body string) string {
		whole := string(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))) + body
		return whole + strings.Repeat("\x00", len(body)%2)
	}
	file := func(parts string) string {
		return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(parts)+4))) + "WEBP" + parts
	}
	const size = "\x00\x00\x00\x07\x00\x00\x07\x00\x00"
	told := file(part("VP8X", "\x2c"+size)+part("ICCP", "colours")+part("VP8 ", "picture")+part("EXIF", "in Berlin")+part("XMP ", "by Lex")) + "and more"
	want := file(part("VP8X", "\x20"+size) + part("ICCP", "colours") + part("VP8 ", "picture"))
	for _, ext := range []string{".webp", ".png"} {
		if got := string(Plain([]byte(told), ext)); got != want {
			t.Errorf("%s: %q, want %q", ext, got, want)
		}
	}
	if cut := told[:40]; string(Plain([]byte(cut), ".webp")) != cut {
		t.Error("a damaged file was changed")
	}
}

// What a telephone keeps behind a picture, and words between its scans, are no
// part of it.
func TestPlainJPEGToItsEnd(t *testing.T) {
	clean := string(picture(t, ".jpg"))
	end := len(clean) - 2
	told := clean[:end] + segment(markerWords, "between scans") + clean[end:] + string([]byte{0xFF, markerStart}) + exif(1) + clean[2:]
	told = told[:2] + segment(markerApp2, "MPF\x00where the second is") + segment(markerApp0, "JFXX\x00a small one") + told[2:]
	if got := string(Plain([]byte(told), ".jpg")); got != clean {
		t.Errorf("%d bytes are left, want the %d of the picture", len(got), len(clean))
	}
}
