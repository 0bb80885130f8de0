package transcript

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// mattermostPost is a post of a bulk export, or a reply to one.
type mattermostPost struct {
	Team, Channel, User, Type, Message string
	Created                            int64 `json:"create_at"` // milliseconds
	Pinned                             bool  `json:"is_pinned"`
	Reactions                          []struct {
		Name string `json:"emoji_name"`
	}
	Replies []mattermostPost
}

var mattermost = Format{
	Name: "mattermost", Doc: "a Mattermost bulk export (JSON, an object on each line)",
	Detect: func(head string) bool {
		return strings.HasPrefix(strings.TrimSpace(head), "{") && (strings.Contains(head, `"type":"version"`) || strings.Contains(head, `"type": "version"`) || strings.Contains(head, `"create_at"`))
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		return each(in, func(raw []byte) error {
			var line struct {
				Type string
				Post mattermostPost
			}
			if err := json.Unmarshal(raw, &line); err != nil {
				return err
			}
			if line.Type != "post" {
				return nil // teams, channels and people
			}
			entry(line.Post.entry(""))
			for _, r := range line.Post.Replies {
				entry(r.entry(excerpt(line.Post.Message)))
			}
			return nil
		})
	},
}

func (p mattermostPost) entry(thread string) Entry {
	e := Entry{At: time.UnixMilli(p.Created).UTC(), By: p.User, Text: p.Message, Thread: thread, Noise: strings.HasPrefix(p.Type, "system_")}
	if p.Pinned {
		e.Marks = append(e.Marks, "pinned")
	}
	for _, r := range p.Reactions {
		e.Marks = append(e.Marks, "reaction:"+r.Name)
	}
	return e
}
