package frontmatter

import (
	"regexp"
	"strings"
)

// The forms of YAML 1.2's core schema, and YAML 1.1's timestamps, which 1.2
// dropped and everyone still writes. Seconds may be missing from a time: the
// reader of the field says whether it takes that.
var (
	nullForm  = regexp.MustCompile(`^(~|null|Null|NULL)?$`)
	boolForm  = regexp.MustCompile(`^(true|false)$`)
	intForm   = regexp.MustCompile(`^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$`)
	floatForm = regexp.MustCompile(`^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
	timeForm  = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}` +
		`(([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)?([ \t]*([Zz]|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?$`)
)

// plainKind says what a scalar without quotes looks like.
func plainKind(text string) Kind {
	switch {
	case text != "" && strings.IndexByte("~nNtf.+-0123456789", text[0]) < 0:
		return String
	case nullForm.MatchString(text):
		return Null
	case boolForm.MatchString(text):
		return Bool
	case intForm.MatchString(text):
		return Int
	case floatForm.MatchString(text):
		return Float
	case timeForm.MatchString(text):
		return Time
	}
	return String
}

// tagKinds are the tags that say what a scalar is; a tag that is not YAML's
// own is most likely text that was meant to begin with `!`.
var tagKinds = map[string]Kind{
	"!!str": String, "!!binary": String, "!!null": Null, "!!bool": Bool, "!!int": Int, "!!float": Float, "!!timestamp": Time,
	"!!seq": Sequence, "!!map": Mapping, "!!omap": Sequence, "!!set": Mapping, "!!merge": String,
}
