package transcript

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retrowiki/retrowiki/generator/diag"
)

// Export is what the files of one Slack export know together.
type Export struct {
	Users    map[string]string // names by id
	Channels map[string]string
	threads  map[string]string // how a thread begins, by the time of its first message
}

type slackMessage struct {
	Type, Subtype, User, Username, Text, TS string
	ThreadTS                                string `json:"thread_ts"`
	DeletedTS                               string `json:"deleted_ts"`
	Name                                    string `json:"bot_name"`
	Profile                                 struct {
		Real    string `json:"real_name"`
		Display string `json:"display_name"`
	} `json:"user_profile"`
	Bot struct {
		Name string
	} `json:"bot_profile"`
	Reactions   []struct{ Name string }
	PinnedTo    []string `json:"pinned_to"`
	Permalink   string
	Files       []struct{ Name, Title string }
	Attachments []struct{ Fallback, Title, Text string }
	Message     *slackMessage // what became of one that was edited
}

// comings are the kinds of messages by which Slack tells of itself.
var comings = []string{"channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "group_join", "group_leave", "pinned_item", "bot_add", "bot_remove", "reminder_add", "tombstone"}

var slackExport = Format{
	Name: "slack", Doc: "a file of a Slack export's channel, or its folder",
	Detect: func(head string) bool {
		return strings.HasPrefix(strings.TrimSpace(head), "[") && strings.Contains(head, `"ts"`)
	},
	Read: func(in Input, entry func(Entry)) diag.List {
		if in.Export == nil {
			in.Export = &Export{}
		}
		unknown := map[string]bool{}
		found := each(in, func(raw []byte) error {
			var m slackMessage
			if err := json.Unmarshal(raw, &m); err != nil {
				return err
			}
			if m.Subtype == "message_changed" && m.Message != nil {
				m = *m.Message // it takes the place of the one that it was
			}
			e, ok := m.entry(in)
			if !ok {
				return nil
			}
			if e.By == "" && m.User != "" && !e.Noise {
				unknown[m.User] = true
			}
			entry(e)
			return nil
		})
		if len(unknown) > 0 {
			found = append(found, damaged(in, diag.Warning, diag.Position{Line: 1, Column: 1},
				"nobody is known by "+strings.Join(slices.Sorted(maps.Keys(unknown)), ", ")+": what they wrote has no name", "put the export's users.json beside or above this file"))
		}
		return found
	},
}

// entry is what a message says. It is none without a time or words.
func (m *slackMessage) entry(in Input) (e Entry, ok bool) {
	users := in.Export.Users
	e.ID = path.Dir(in.Name) + "/" + m.TS
	if m.DeletedTS != "" {
		e.ID, e.Gone = path.Dir(in.Name)+"/"+m.DeletedTS, true
	}
	seconds, fraction, _ := strings.Cut(m.TS, ".")
	at, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return e, false
	}
	micro, _ := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	e.At = time.Unix(at, micro*1000).UTC()
	e.By = firstOf(m.Profile.Display, users[m.User], m.Profile.Real, m.Username, m.Name, m.Bot.Name)
	e.Text, e.Links = slackText(m.words(), in.Export)
	e.Link, e.Noise = m.Permalink, slices.Contains(comings, m.Subtype)
	e.Thread = in.Export.thread(m.ThreadTS, m.TS, e.Text)
	if len(m.PinnedTo) > 0 {
		e.Marks = append(e.Marks, "pinned")
	}
	for _, r := range m.Reactions {
		e.Marks = append(e.Marks, "reaction:"+r.Name)
	}
	return e, e.Text != "" || e.Gone
}

// words is the text of a message, or, as many bots have it, of what is attached;
// of a message without any, which files somebody shared.
func (m *slackMessage) words() string {
	text := m.Text
	for _, a := range m.Attachments {
		if text == "" {
			text = firstOf(a.Fallback, a.Title, a.Text)
		}
	}
	var files []string
	for _, f := range m.Files {
		if name := firstOf(f.Title, f.Name); name != "" {
			files = append(files, name)
		}
	}
	if text == "" && len(files) > 0 {
		text = "Shared " + strings.Join(files, ", ")
	}
	return text
}

// thread notes how a thread begins, and gives it for a reply; "" for what is
// none.
func (x *Export) thread(thread, own, text string) string {
	switch {
	case thread == "":
		return ""
	case thread == own:
		if x.threads == nil {
			x.threads = map[string]string{}
		}
		x.threads[thread] = excerpt(text)
		return ""
	}
	return firstOf(x.threads[thread], "…")
}

// SlackNames reads the names of an export's users.json or channels.json by
// their ids.
func SlackNames(r io.Reader) (map[string]string, error) {
	var all []struct {
		ID, Name string
		Profile  struct {
			Display string `json:"display_name"`
		}
	}
	if err := json.NewDecoder(decoded(r)).Decode(&all); err != nil {
		return nil, fmt.Errorf("read the names of the export: %w", err)
	}
	names := map[string]string{}
	for _, n := range all {
		names[n.ID] = firstOf(n.Profile.Display, n.Name)
	}
	return names, nil
}
