package transcript

import (
	"regexp"
	"strings"
)

var slackMark = regexp.MustCompile(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

var slackEntities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// slackText writes Slack's own marks as words: <@U1> as a name, <https://x|words>
// as words that are a link.
func slackText(text string, x *Export) (plain string, links []Link) {
	text = slackMark.ReplaceAllStringFunc(text, func(whole string) string {
		m := slackMark.FindStringSubmatch(whole)
		switch m[1] {
		case "@":
			return "@" + firstOf(m[3], x.Users[m[2]], m[2])
		case "#":
			return "#" + firstOf(m[3], x.Channels[m[2]], m[2])
		case "!":
			return "@" + strings.TrimPrefix(firstOf(m[3], m[2]), "@")
		}
		if words := strings.TrimSpace(m[3]); words != "" && words != m[2] && "http://"+words != m[2] {
			links = append(links, Link{Words: slackEntities.Replace(words), URL: slackEntities.Replace(m[2])})
			return words
		}
		return m[2]
	})
	return slackEntities.Replace(text), links
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// longestExcerpt is how many characters of a message stand for its thread.
const longestExcerpt = 40

// excerpt is how a text begins, in whole words.
func excerpt(text string) string {
	words := strings.Fields(text)
	for len(words) > 1 && strings.HasPrefix(words[0], "@") { // whom it is for
		words = words[1:]
	}
	text = strings.Join(words, " ")
	runes := []rune(text)
	if len(runes) <= longestExcerpt {
		return text
	}
	cut := string(runes[:longestExcerpt])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:-") + "…"
}
