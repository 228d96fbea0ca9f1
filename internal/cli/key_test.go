package cli

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// madeUpKey writes a key that is only ever a test's, encrypted if there is a word.
func madeUpKey(t *testing.T, dir, name, word string) ed25519.PrivateKey {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, "made up for a test "+name)
	private := ed25519.NewKeyFromSeed(seed)
	block, err := ssh.MarshalPrivateKey(private, name)
	if word != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, name, []byte(word))
	}
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, data := range map[string][]byte{name: pem.EncodeToMemory(block), name + ".pub": ssh.MarshalAuthorizedKey(signer.PublicKey())} {
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return private
}

func TestOpenKey(t *testing.T) {
	dir := t.TempDir()
	env := map[string]string{"HOME": dir}
	world := Env{Stdin: strings.NewReader("word\n"), Stderr: &bytes.Buffer{}, Getenv: func(k string) string { return env[k] }}
	open := func(name, want, wantErr string) {
		t.Helper()
		if name != "" {
			name = filepath.Join(dir, name)
		}
		s, done, err := openKey(world, name)
		defer done()
		switch {
		case err != nil && (wantErr == "" || !strings.Contains(err.Error(), wantErr)):
			t.Errorf("%s: %v, want %q", name, err, wantErr)
		case err == nil && wantErr != "":
			t.Errorf("%s opens, want %q", name, wantErr)
		case err == nil && !strings.HasPrefix(publicLine(s), want):
			t.Errorf("%s: got %s", name, publicLine(s))
		}
	}
	plain := madeUpKey(t, dir, "plain", "")
	madeUpKey(t, dir, "locked", "word")
	madeUpKey(t, dir, "other", "")
	line, err := os.ReadFile(filepath.Join(dir, "plain.pub"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(string(line))
	open("plain", want, "")
	open("locked", "", "is encrypted: there is no terminal to ask on")
	open("none", "", "can't be read")
	open("", "", "there is no key")
	open("plain.pub", "", "no agent runs")

	if err := os.Mkdir(filepath.Join(dir, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "plain"), filepath.Join(dir, ".ssh", "id_ed25519")); err != nil {
		t.Fatal(err)
	}
	open("", want, "")

	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: plain}); err != nil {
		t.Fatal(err)
	}
	env["SSH_AUTH_SOCK"] = filepath.Join(dir, "a")
	open("plain.pub", "", "the agent does not answer")
	listen(t, env["SSH_AUTH_SOCK"], keys)
	open("plain.pub", want, "")
	open("other.pub", "", "the agent does not hold the key")

	if err := os.WriteFile(filepath.Join(dir, "broken"), []byte("-----BEGIN OPENSSH PRIVATE KEY-----\nYWJj\n-----END OPENSSH PRIVATE KEY-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open("broken", "", "is no private key of OpenSSH")
	if _, _, err := openKey(world, filepath.Join(dir, "broken")); strings.Contains(err.Error(), "YWJj") {
		t.Errorf("the error shows the key: %v", err)
	}
}

// listen serves an agent until the test ends.
func listen(t *testing.T, socket string, keys agent.Agent) {
	t.Helper()
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skipf("no sockets of this kind here: %v", err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			_ = agent.ServeAgent(keys, conn) // ends when the other side hangs up
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
}
