package picture

import (
	"bytes"
	"encoding/binary"
)

var pngHead = []byte("\x89PNG\r\n\x1a\n")

// words are the chunks of a PNG file that say something of its making.
var words = map[string]bool{"tEXt": true, "zTXt": true, "iTXt": true, "eXIf": true, "tIME": true}

func plainPNG(content []byte) []byte {
	rest, ok := bytes.CutPrefix(content, pngHead)
	if !ok {
		return content
	}
	plain := append([]byte{}, pngHead...)
	for len(rest) > 0 {
		if len(rest) < 12 {
			return content
		}
		length := uint64(binary.BigEndian.Uint32(rest)) + 12
		if length > uint64(len(rest)) {
			return content
		}
		kind := string(rest[4:8])
		if !words[kind] {
			plain = append(plain, rest[:length]...)
		}
		rest = rest[length:]
		if kind == "IEND" {
			break // what stands behind it is no part of the picture
		}
	}
	return plain
}
