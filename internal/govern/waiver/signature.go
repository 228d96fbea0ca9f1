package waiver

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"github.com/assay-dev/assay/internal/fault"
)

// Role is as what somebody signs.
type Role string

// The roles of signatures.
const (
	Requester     Role = "requester"
	Approver      Role = "approver"
	Retrospective Role = "retrospective" // approves an emergency afterwards
)

// Signature is one signature of a file.
type Signature struct {
	Role Role   `yaml:"role" enum:"requester,approver,retrospective" doc:"requester, approver or, of an emergency, retrospective."`
	By   string `yaml:"by" doc:"Who signs, by the name in approvers.yaml."`
	At   Moment `yaml:"at" doc:"When; it is signed too."`
	// Signature is in the armoured form of ssh-keygen -Y sign.
	Signature string `yaml:"signature" doc:"As ssh-keygen -Y sign writes it."`
}

// Sign signs a file in a role. The signer's key must be ed25519.
func Sign(f File, role Role, by string, at time.Time, signer ssh.Signer) (Signature, error) {
	if t := signer.PublicKey().Type(); t != ssh.KeyAlgoED25519 {
		return Signature{}, fault.New(fault.Invalid, "the key is of type %s", t).WithHelp("use an ed25519 key: ssh-keygen -t ed25519")
	}
	s := Signature{Role: role, By: by, At: At(at)}
	sig, err := sshsig.Sign(bytes.NewReader(Message(f, s)), signer, sshsig.HashSHA512, f.namespace())
	if err != nil {
		return Signature{}, fmt.Errorf("sign %s: %w", f.name(), err)
	}
	s.Signature = string(sshsig.Armor(sig))
	return s, nil
}

func find(f File, r Role) (Signature, bool) {
	all := f.Signed()
	if i := slices.IndexFunc(all, func(s Signature) bool { return s.Role == r }); i >= 0 {
		return all[i], true
	}
	return Signature{}, false
}

// strange says that a file carries a signature in a role that it has no use for.
func strange(f File, roles ...Role) *Problem {
	for _, s := range f.Signed() {
		if !slices.Contains(roles, s.Role) {
			return problem(Altered, fmt.Sprintf("%s signed in no role that counts here", s.By), "take that signature out")
		}
	}
	return nil
}

func signer(f File, r Role) string {
	s, _ := find(f, r)
	return s.By
}

// skew is how far clocks may be apart.
const skew = 5 * time.Minute

// Check says why the signature in a role does not count: it is missing, altered,
// by somebody unknown or without the right, or by a key that was not theirs
// then. may is the right that approvers.yaml must give; empty for none. Nil when
// it counts.
func (a *Approvers) Check(f File, role Role, may string, now time.Time) *Problem {
	s, ok := find(f, role)
	if !ok {
		return problem(Unsigned, "nobody signed as "+string(role), step(role, f))
	}
	public, ok := verify(f, s)
	if !ok {
		return problem(Altered, fmt.Sprintf("it is not what %s signed as %s", s.By, role), step(role, f))
	}
	i := a.find(s.By)
	if i < 0 {
		return problem(UnknownPerson, fmt.Sprintf("%s, who signed as %s, is not in %s", s.By, role, ApproversFile), "let somebody sign who is listed there")
	}
	if may != "" && !slices.Contains(a.people[i].Roles, may) {
		return problem(NoRole, fmt.Sprintf("%s signed as %s without the role %s", s.By, role, may), "let somebody sign who has it")
	}
	k, ok := a.key(public)
	if !ok || k.owner != i {
		return problem(BadKey, fmt.Sprintf("%s signed as %s with a key that is not listed as theirs", s.By, role), "add the key, or sign with one that is listed")
	}
	at := s.At.Start()
	why := k.refuses(at)
	switch {
	case why != "":
	case at.After(now.Add(skew)):
		why = "it is dated in the future"
	case at.Add(skew).Before(f.begun().Start()):
		why = "it is dated before " + f.name() + " was created"
	default:
		return nil
	}
	return problem(BadKey, fmt.Sprintf("the signature of %s as %s: %s", s.By, role, why), step(role, f))
}

// step is the command that signs in a role.
func step(role Role, f File) string {
	if role == Requester {
		return "ask again: assay waive"
	}
	return "assay waive approve " + f.name()
}

// verify says whether a signature is over the file as it stands, and by which
// key. Nothing may stand before the armour or after it.
func verify(f File, s Signature) (ssh.PublicKey, bool) {
	text := []byte(strings.TrimSpace(s.Signature))
	block, rest := pem.Decode(text)
	if block == nil || len(rest)+len(block.Headers) > 0 || !bytes.HasPrefix(text, []byte("-----BEGIN "+sshsig.PEMType)) {
		return nil, false
	}
	sig, err := sshsig.ParseSignature(block.Bytes)
	if err != nil || sig.PublicKey.Type() != ssh.KeyAlgoED25519 {
		return nil, false
	}
	err = sshsig.Verify(bytes.NewReader(Message(f, s)), sig, sig.PublicKey, sig.HashAlgorithm, f.namespace())
	return sig.PublicKey, err == nil
}
