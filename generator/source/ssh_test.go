package source_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/retrowiki/retrowiki/generator/source"
	"github.com/retrowiki/retrowiki/internal/gittest"
)

// sshHost is a server that lets one user in, by key or by password, and runs
// git-upload-pack, as the hosts of repositories do.
type sshHost struct {
	address string
	key     ssh.PublicKey // its own
}

func serveSSH(t *testing.T, user ssh.PublicKey, password string) sshHost {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if c.User() == "git" && string(key.Marshal()) == string(user.Marshal()) {
				return nil, nil
			}
			return nil, fmt.Errorf("who is %s?", c.User())
		},
		PasswordCallback: func(c ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
			if c.User() == "git" && string(given) == password {
				return nil, nil
			}
			return nil, fmt.Errorf("who is %s?", c.User())
		},
	}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(c, config)
		}
	}()
	return sshHost{listener.Addr().String(), signer.PublicKey()}
}

// answer runs the one command that a client of git asks for.
func answer(c net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(c, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			defer channel.Close()
			for request := range requests {
				var asked struct{ Command string }
				if request.Type != "exec" || ssh.Unmarshal(request.Payload, &asked) != nil {
					request.Reply(request.Type == "env", nil)
					continue
				}
				request.Reply(true, nil)
				folder, found := strings.CutPrefix(asked.Command, "git-upload-pack ")
				status := uint32(1)
				if found {
					command := exec.Command("git", "-c", "safe.directory=*", "upload-pack", strings.Trim(folder, "'"))
					in, _ := command.StdinPipe()
					command.Stdout, command.Stderr = channel, channel.Stderr()
					if command.Start() == nil {
						go func() { io.Copy(in, channel); in.Close() }()
						if command.Wait() == nil {
							status = 0
						}
					}
				}
				channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
				return
			}
		}()
	}
}

// withAgent gives the test an ssh agent with one key, and a file of known
// hosts.
func withAgent(t *testing.T) (user ssh.PublicKey, know func(sshHost)) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "agent") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	socket, known := filepath.Join(folder, "s"), filepath.Join(folder, "known_hosts")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(keys, c)
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
	t.Setenv("SSH_KNOWN_HOSTS", known)
	if err := os.WriteFile(known, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer.PublicKey(), func(h sshHost) {
		line := knownhosts.Line([]string{knownhosts.Normalize(h.address)}, h.key)
		if err := os.WriteFile(known, []byte(line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACloneOverSSH(t *testing.T) {
	user, know := withAgent(t)
	bare := gittest.Bare(t, small)
	host := serveSSH(t, user, secret)
	url := "ssh://git@" + host.address + filepath.ToSlash(bare)

	// A host that nobody has vouched for is not trusted.
	if _, err := source.Open(context.Background(), source.Options{Location: url}); err == nil || !strings.Contains(err.Error(), "knownhosts") {
		t.Errorf("an unknown host gives %v", err)
	}
	know(host)
	for name, url := range map[string]string{
		"the agent's key": url,
		"a password":      strings.Replace(url, "git@", "git:"+secret+"@", 1),
	} {
		r, err := source.Open(context.Background(), source.Options{Location: url})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s, err := r.Snapshot(context.Background(), texts)
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, listed(s), "a.md: b\n")
		if strings.Contains(s.Remote, secret) {
			t.Errorf("%s: the remote is %s", name, s.Remote)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}

	// Another host behind a known address is refused.
	know(sshHost{host.address, user})
	if _, err := source.Open(context.Background(), source.Options{Location: url}); err == nil || !strings.Contains(err.Error(), "mismatch") {
		t.Errorf("another key of the host gives %v", err)
	}
	_, err := source.Open(context.Background(), source.Options{Location: strings.Replace(url, "git@", "git:wrong"+secret+"@", 1)})
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("a wrong password gives %v", err)
	}
}
