package cli

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
)

// maxKey bounds a key's file, in bytes.
const maxKey = 64 << 10

// openKey gives the signer of an OpenSSH key: a private key's file, whose
// passphrase is asked for on the terminal, or a .pub file, whose private key the
// agent holds. An empty name is ~/.ssh/id_ed25519. Close it after use. No error
// holds anything of a key.
func openKey(env Env, name string) (ssh.Signer, func(), error) {
	none := func() {}
	if name == "" {
		var err error
		if name, err = defaultKey(env); err != nil {
			return nil, none, err
		}
	}
	data, err := readKey(name)
	if err != nil {
		return nil, none, err
	}
	if strings.HasSuffix(name, ".pub") {
		return agentKey(env, name, data)
	}
	signer, err := ssh.ParsePrivateKey(data)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		word, askErr := term.Secret(env.Stdin, env.Stderr, "passphrase of "+clean(name)+": ")
		if askErr != nil {
			return nil, none, fault.New(fault.Invalid, "the key %s is encrypted: %w", name, askErr).WithHelp("add it to the agent (ssh-add %s), then name its public half: --key %s.pub", name, name)
		}
		if signer, err = ssh.ParsePrivateKeyWithPassphrase(data, word); err != nil {
			return nil, none, fault.New(fault.Invalid, "the passphrase does not open %s", name)
		}
	}
	if err != nil {
		return nil, none, fault.New(fault.Invalid, "%s is no private key of OpenSSH", name).WithHelp("make one: ssh-keygen -t ed25519")
	}
	return signer, none, nil
}

func defaultKey(env Env) (string, error) {
	home := env.Getenv("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", fault.New(fault.Invalid, "there is no home folder to look for a key in").WithHelp("name one: --key FILE")
		}
	}
	name := filepath.Join(home, ".ssh", "id_ed25519")
	if _, err := os.Stat(name); err != nil {
		return "", fault.New(fault.NotFound, "there is no key %s to sign with", name).WithHelp("name one: --key FILE, or make one: ssh-keygen -t ed25519")
	}
	return name, nil
}

func readKey(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, "the key can't be read: %w", err).WithHelp("name another: --key FILE")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKey))
	if err != nil {
		return nil, fault.New(fault.Invalid, "the key can't be read: %w", err)
	}
	return data, nil
}

// agentKey finds the private half of a public key in the agent of SSH_AUTH_SOCK.
func agentKey(env Env, name string, data []byte) (ssh.Signer, func(), error) {
	none := func() {}
	public, _, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil {
		return nil, none, fault.New(fault.Invalid, "%s is no public key of OpenSSH", name)
	}
	socket := env.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, none, fault.New(fault.Invalid, "%s is a public key, and no agent runs that could hold its other half", name).WithHelp("start one: eval $(ssh-agent) && ssh-add; or name the private key")
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, none, fault.New(fault.Unavailable, "the agent does not answer: %w", err).WithHelp("start one: eval $(ssh-agent) && ssh-add")
	}
	closeIt := func() { conn.Close() }
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		closeIt()
		return nil, none, fault.New(fault.Unavailable, "the agent does not answer: %w", err)
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), public.Marshal()) {
			return s, closeIt, nil
		}
	}
	closeIt()
	return nil, none, fault.New(fault.NotFound, "the agent does not hold the key of %s", name).WithHelp("add it: ssh-add %s", strings.TrimSuffix(name, ".pub"))
}

// publicLine is a key's line for approvers.yaml.
func publicLine(s ssh.Signer) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.PublicKey())))
}
