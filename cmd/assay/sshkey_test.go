package main

import (
	"crypto/ed25519"
	"encoding/pem"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"
)

// sshkey NAME…: a made-up key for each, NAME and NAME.pub, always the same; its
// public line is in KEY_NAME.
func sshkey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: sshkey NAME …")
	}
	for _, name := range args {
		seed := make([]byte, ed25519.SeedSize)
		copy(seed, "made up for a script "+name)
		private := ed25519.NewKeyFromSeed(seed)
		block, err := ssh.MarshalPrivateKey(private, name)
		ts.Check(err)
		signer, err := ssh.NewSignerFromKey(private)
		ts.Check(err)
		line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
		ts.Check(os.WriteFile(ts.MkAbs(name), pem.EncodeToMemory(block), 0o600))
		ts.Check(os.WriteFile(ts.MkAbs(name+".pub"), []byte(line+"\n"), 0o600))
		ts.Setenv("KEY_"+name, line)
	}
}

// fill FROM TO: copies a file, with $NAME replaced by the environment's.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fill FROM TO")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o600))
}
