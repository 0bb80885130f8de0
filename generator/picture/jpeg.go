package picture

import (
	"bytes"
	"encoding/binary"
)

// The markers of a JPEG file, from ITU T.81 and the Exif and ICC standards.
const (
	markerStart = 0xD8
	markerEnd   = 0xD9
	markerScan  = 0xDA
	markerApp0  = 0xE0
	markerApp1  = 0xE1 // Exif and XMP
	markerApp2  = 0xE2 // colour profile
	markerApp14 = 0xEE // Adobe's colours
	markerApp15 = 0xEF
	markerWords = 0xFE
)

// segments calls visit for each segment before the picture itself, and gives
// the offset of that; ok is false for a damaged file.
func segments(content []byte, visit func(marker byte, whole []byte)) (picture int, ok bool) {
	if len(content) < 4 || content[0] != 0xFF || content[1] != markerStart {
		return 0, false
	}
	for at := 2; at+4 <= len(content) && content[at] == 0xFF; {
		marker := content[at+1]
		if marker == 0xFF { // filling
			at++
			continue
		}
		if marker == markerScan {
			return at, true
		}
		end := at + 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if end < at+4 || end > len(content) {
			return 0, false
		}
		visit(marker, content[at:end])
		at = end
	}
	return 0, false
}

func plainJPEG(content []byte) []byte {
	plain := []byte{0xFF, markerStart}
	turned := orientation(content)
	picture, ok := segments(content, func(marker byte, whole []byte) {
		if draws(marker, whole) {
			plain = append(plain, whole...)
		}
		if turned > 1 && len(plain) > 2 {
			plain, turned = append(plain, exifOf(turned)...), 0
		}
	})
	if !ok {
		return content
	}
	return appendScans(plain, content[picture:])
}

// draws reports whether a segment has to do with how the picture looks.
func draws(marker byte, whole []byte) bool {
	switch {
	case marker == markerWords:
		return false
	case marker == markerApp0:
		return !bytes.HasPrefix(whole[4:], []byte("JFXX")) // a small picture of it
	case marker == markerApp2:
		return bytes.HasPrefix(whole[4:], []byte("ICC_PROFILE\x00"))
	}
	return marker < markerApp0 || marker > markerApp15 || marker == markerApp14
}

// appendScans appends the picture itself. Behind its end, telephones keep
// further pictures, which have metadata of their own.
func appendScans(plain, rest []byte) []byte {
	for len(rest) >= 4 && rest[0] == 0xFF && rest[1] != markerEnd {
		if rest[1] == 0xFF { // filling
			rest = rest[1:]
			continue
		}
		end := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if end < 4 || end > len(rest) {
			break // damaged: a browser shows what came before
		}
		if rest[1] == markerScan {
			end = scanned(rest, end)
		}
		if draws(rest[1], rest[:end]) {
			plain = append(plain, rest[:end]...)
		}
		rest = rest[end:]
	}
	return append(plain, 0xFF, markerEnd)
}

// scanned is where the data of a scan ends: at the next marker, but for those
// that stand within such data.
func scanned(rest []byte, at int) int {
	for ; at+1 < len(rest); at++ {
		if next := rest[at+1]; rest[at] == 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7) {
			return at
		}
	}
	return len(rest)
}

var exifHead = []byte("Exif\x00\x00")

// orientation is how a photograph is to be turned, 1 to 8 as Exif has it; 0 if
// it does not say.
func orientation(content []byte) (turned int) {
	segments(content, func(marker byte, whole []byte) {
		body, isExif := bytes.CutPrefix(whole[4:], exifHead)
		if marker != markerApp1 || !isExif || turned != 0 || len(body) < 8 {
			return
		}
		var order binary.ByteOrder = binary.BigEndian
		if body[0] == 'I' {
			order = binary.LittleEndian
		}
		at := int(order.Uint32(body[4:]))
		if at < 8 || at+2 > len(body) {
			return
		}
		count := int(order.Uint16(body[at:]))
		for i := range count {
			entry := at + 2 + 12*i
			if entry+12 > len(body) {
				return
			}
			if order.Uint16(body[entry:]) == 0x0112 {
				if value := int(order.Uint16(body[entry+8:])); value >= 1 && value <= 8 {
					turned = value
				}
				return
			}
		}
	})
	return turned
}

// exifOf is an Exif segment that says nothing but how to turn the picture.
func exifOf(turned int) []byte {
	body := append([]byte{}, exifHead...)
	body = append(body, "MM\x00\x2a\x00\x00\x00\x08"+"\x00\x01"+"\x01\x12\x00\x03\x00\x00\x00\x01\x00"...)
	body = append(body, byte(turned), 0, 0, 0, 0, 0, 0)
	whole := []byte{0xFF, markerApp1}
	whole = binary.BigEndian.AppendUint16(whole, uint16(len(body)+2))
	return append(whole, body...)
}
