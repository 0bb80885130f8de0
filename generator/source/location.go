package source

import (
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unicode"
)

// IsURL reports whether a location is the address of a repository, as opposed
// to a folder: something with a scheme (https://host/path), or git's short
// form for ssh (user@host:path). A folder with a colon in its name is written
// ./name, as for git.
func IsURL(location string) bool {
	if strings.Contains(location, "://") || strings.Contains(location, "::") {
		return true
	}
	host, _, found := strings.Cut(location, ":")
	if !found || host == "" || strings.ContainsAny(host, `/\`) {
		return false
	}
	return runtime.GOOS != "windows" || len(host) > 1
}

// address is a location taken apart. The secret never gets back into text.
type address struct {
	clean          string // without credentials
	scheme         string
	user, password string
	folder         string // for file:// only
}

// parseAddress takes a git URL apart. It refuses schemes other than http,
// https, ssh and file, and everything that a shell or ssh could take for an
// option.
func parseAddress(location string) (address, error) {
	if !strings.Contains(location, "://") {
		if strings.Contains(location, "::") {
			return address{}, fmt.Errorf("remote helpers (scheme::address) are refused: use http, https, ssh or file")
		}
		return parseShort(location)
	}
	u, err := url.Parse(location)
	if err != nil {
		return address{}, fmt.Errorf("the URL cannot be read: want https://host/path, ssh://user@host/path or user@host:path")
	}
	a := address{scheme: strings.ToLower(u.Scheme), user: u.User.Username()}
	a.password, _ = u.User.Password()
	u.User = nil
	u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = "", false, "", ""
	switch a.scheme {
	case "http", "https":
		if u.Host == "" {
			return address{}, fmt.Errorf("the URL names no host")
		}
	case "ssh":
		if u.Host == "" || strings.HasPrefix(u.Host, "-") || strings.HasPrefix(a.user, "-") {
			return address{}, fmt.Errorf("the ssh URL names no host, or one that begins with a hyphen")
		}
		if a.user != "" {
			u.User = url.User(a.user)
		}
	case "file":
		if u.Host != "" && u.Host != "localhost" || u.Path == "" {
			return address{}, fmt.Errorf("a file URL names a folder of this machine: file:///path")
		}
		a.folder = filepath.FromSlash(u.Path)
		if runtime.GOOS == "windows" {
			a.folder = strings.TrimPrefix(a.folder, `\`)
		}
	default:
		return address{}, fmt.Errorf("the scheme %s is refused: use http, https, ssh or file", strconv.Quote(u.Scheme))
	}
	a.clean = u.String()
	return a, nil
}

// parseShort reads user@host:path.
func parseShort(location string) (address, error) {
	host, path, _ := strings.Cut(location, ":")
	if path == "" || strings.HasPrefix(host, "-") || strings.HasPrefix(path, "-") || strings.Contains(host, "@-") {
		return address{}, fmt.Errorf("%s is neither a folder nor a git URL", visible(location))
	}
	user, _, found := strings.Cut(host, "@")
	if !found {
		user = ""
	}
	if user, secret, ok := strings.Cut(user, ":"); ok {
		return address{}, fmt.Errorf("ssh takes no password in an address (user %s, %d characters)", visible(user), len(secret))
	}
	return address{clean: location, scheme: "ssh", user: user}, nil
}

// redact takes the secrets of the address out of a text, such as the error of
// a library that may quote them.
func (a address) redact(text string) string {
	secrets := []string{a.password}
	if a.scheme == "http" || a.scheme == "https" {
		secrets = append(secrets, a.user) // GitHub takes a token as the user's name
	}
	for _, s := range secrets {
		if s == "" {
			continue
		}
		for _, form := range []string{s, url.QueryEscape(s), url.PathEscape(s), url.UserPassword("", s).String()[1:]} {
			text = strings.ReplaceAll(text, form, "***")
		}
	}
	return text
}

// withoutCredentials is the address of a remote as it may be shown; "" where
// it cannot be read.
func withoutCredentials(remote string) string {
	if !strings.Contains(remote, "://") {
		if IsURL(remote) && !strings.Contains(remote, "::") {
			return remote
		}
		return ""
	}
	a, err := parseAddress(remote)
	if err != nil || a.scheme == "file" {
		return ""
	}
	return a.clean
}

// visible is a text from outside as it may stand in a message: without
// control characters and other things that a terminal would obey.
func visible(text string) string {
	for _, r := range text {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return strconv.Quote(text)
		}
	}
	return text
}
