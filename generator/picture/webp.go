package picture

import (
	"bytes"
	"encoding/binary"
)

// plainWebP leaves the chunks for Exif and XMP out, and the flags that promise
// them.
func plainWebP(content []byte) []byte {
	if len(content) < 12 || !bytes.HasPrefix(content, []byte("RIFF")) || string(content[8:12]) != "WEBP" {
		return content
	}
	plain := append([]byte{}, content[:12]...)
	whole := uint64(binary.LittleEndian.Uint32(content[4:])) + 8
	rest := content[12:min(whole, uint64(len(content)))] // what stands behind it is no part of the picture
	for len(rest) >= 8 {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		length += 8 + length%2
		if length > uint64(len(rest)) {
			return content
		}
		at := len(plain)
		switch kind := string(rest[:4]); kind {
		case "EXIF", "XMP ":
		default:
			plain = append(plain, rest[:length]...)
			if kind == "VP8X" && length > 8 {
				plain[at+8] &^= 0x08 | 0x04
			}
		}
		rest = rest[length:]
	}
	binary.LittleEndian.PutUint32(plain[4:], uint32(len(plain)-8))
	return plain
}
