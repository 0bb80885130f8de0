package source

import "strings"

// maxMailmap is how many bytes of a .mailmap are read.
const maxMailmap = 1 << 20

// mailmap has the proper names and addresses of people by those that stand in
// commits. A nil mailmap changes nobody.
type mailmap map[person]Contributor

// person is who a commit names, in lower case; without a name, anybody with
// the address.
type person struct{ name, email string }

// readMailmap reads the .mailmap of the commit's root, if there is one.
func (r *Repository) readMailmap() mailmap {
	e, err := r.git.objects.lookup(r.tip.tree, ".mailmap")
	if err != nil || !e.is(modeFile) {
		return nil
	}
	data, err := r.git.objects.readKind(hash(e.hash), kindBlob, maxMailmap)
	if err != nil {
		return nil
	}
	return parseMailmap(strings.ToValidUTF8(string(data), "\uFFFD"))
}

// parseMailmap reads git's four forms of a line: "Name <email>", "<email>
// <commit email>", "Name <email> <commit email>", and "Name <email> Commit Name
// <commit email>".
func parseMailmap(text string) mailmap {
	m := mailmap{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, email, rest, ok := cutPerson(line)
		if !ok {
			continue
		}
		proper := Contributor{Name: name, Email: email}
		commitName, commitEmail, _, two := cutPerson(rest)
		if !two {
			// One address alone says how to write the name of its owner.
			commitName, commitEmail, proper.Email = "", email, ""
		}
		m[person{strings.ToLower(commitName), strings.ToLower(commitEmail)}] = proper
	}
	return m
}

// cutPerson takes "Name <email>" off a text.
func cutPerson(text string) (name, email, rest string, ok bool) {
	name, rest, ok = strings.Cut(text, "<")
	if !ok {
		return "", "", "", false
	}
	email, rest, ok = strings.Cut(rest, ">")
	return strings.TrimSpace(name), strings.TrimSpace(email), rest, ok
}

// resolve gives the proper form of a person that a commit names.
func (m mailmap) resolve(c Contributor) Contributor {
	email := strings.ToLower(c.Email)
	proper, ok := m[person{strings.ToLower(c.Name), email}]
	if !ok {
		proper, ok = m[person{"", email}]
	}
	if !ok {
		return c
	}
	if proper.Name != "" {
		c.Name = proper.Name
	}
	if proper.Email != "" {
		c.Email = proper.Email
	}
	return c
}
