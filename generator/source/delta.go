package source

import "encoding/binary"

// applyDelta makes an object from its base: a delta is two sizes, then orders
// to copy a part of the base or to insert bytes.
func applyDelta(base, delta []byte, limit int64) ([]byte, error) {
	from, n := binary.Uvarint(delta)
	if n <= 0 || from != uint64(len(base)) {
		return nil, errPack
	}
	delta = delta[n:]
	size, n := binary.Uvarint(delta)
	if n <= 0 {
		return nil, errPack
	}
	if size > uint64(limit) {
		return nil, errTooLarge
	}
	delta = delta[n:]
	result := make([]byte, 0, size)
	for len(delta) > 0 {
		order := delta[0]
		delta = delta[1:]
		piece := delta
		if order&0x80 != 0 {
			begin, length, rest, ok := copyOrder(order, delta)
			if !ok || begin > uint64(len(base)) || length > uint64(len(base))-begin {
				return nil, errPack
			}
			piece, delta = base[begin:begin+length], rest
		} else if n := int(order); n > 0 && n <= len(delta) {
			piece, delta = delta[:n], delta[n:]
		} else {
			return nil, errPack
		}
		if uint64(len(piece)) > size-uint64(len(result)) {
			return nil, errPack
		}
		result = append(result, piece...)
	}
	if uint64(len(result)) != size {
		return nil, errPack
	}
	return result, nil
}

// copyOrder reads the offset and length of a copy; absent bytes are zero.
func copyOrder(order byte, delta []byte) (begin, length uint64, rest []byte, ok bool) {
	for i := range 7 {
		if order&(1<<i) == 0 {
			continue
		}
		if len(delta) == 0 {
			return 0, 0, nil, false
		}
		if i < 4 {
			begin |= uint64(delta[0]) << (8 * i)
		} else {
			length |= uint64(delta[0]) << (8 * (i - 4))
		}
		delta = delta[1:]
	}
	if length == 0 {
		length = 1 << 16
	}
	return begin, length, delta, true
}
