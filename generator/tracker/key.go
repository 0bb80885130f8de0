package tracker

import (
	"fmt"
	"net/url"
	"strings"
)

// Key is a remediation's identity on the tracker, for ever. Title, labels,
// file and the repository's name may change around it.
type Key struct {
	Namespace   string // of the wiki, from its settings
	Incident    string
	Remediation string
}

// String writes the key as namespace/incident/remediation. Parts are escaped,
// so that every key has one spelling and every spelling one key.
func (k Key) String() string { return escapeID(k.Namespace) + "/" + k.Short() }

// Short writes the key without its namespace, as the state file does.
func (k Key) Short() string { return escapeID(k.Incident) + "/" + escapeID(k.Remediation) }

// Valid reports whether all parts are there.
func (k Key) Valid() bool { return k.Namespace != "" && k.Incident != "" && k.Remediation != "" }

// ParseKey reads what String wrote.
func ParseKey(text string) (Key, error) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return Key{}, fmt.Errorf("key %q does not have three parts", text)
	}
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil || plain == "" || escapeID(plain) != part {
			return Key{}, fmt.Errorf("key %q is not as this program writes it", text)
		}
		parts[i] = plain
	}
	return Key{parts[0], parts[1], parts[2]}, nil
}

// escapeID writes everything but the letters of usual ids as %XX.
func escapeID(id string) string {
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("._-", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
