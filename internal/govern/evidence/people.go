package evidence

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Commitment stands for a name that the log does not hold:
// HMAC-SHA-256 with the salt as key over role, a zero byte, and the name.
type Commitment struct {
	Role string `json:"role"`
	Hash string `json:"hash"` // hex
}

// Names is the file beside the log that a statement's commitments open to. The
// log still verifies when it is gone.
type Names struct {
	Statement string `json:"statement"` // SHA-256 of the statement, hex
	People    []Name `json:"people"`
}

// Name is a person with the salt of its commitment.
type Name struct {
	Role string `json:"role"`
	Name string `json:"name"`
	Salt string `json:"salt"` // 32 bytes, hex
}

func (n Name) commit() (Commitment, error) {
	salt, err := hex.DecodeString(n.Salt)
	if err != nil || len(salt) != sha256.Size || hex.EncodeToString(salt) != n.Salt {
		return Commitment{}, errors.New("a salt is 32 bytes in lower-case hex")
	}
	mac := hmac.New(sha256.New, salt)
	io.WriteString(mac, n.Role+"\x00"+n.Name) //nolint:errcheck // a hash takes everything
	return Commitment{n.Role, hex.EncodeToString(mac.Sum(nil))}, nil
}

// conceal makes a commitment to each person, with a salt of its own.
func conceal(people []assay.Person, random io.Reader) ([]Commitment, []Name, error) {
	var out []Commitment
	var names []Name
	for _, p := range people {
		salt := make([]byte, sha256.Size)
		if _, err := io.ReadFull(random, salt); err != nil {
			return nil, nil, fmt.Errorf("draw a salt: %w", err)
		}
		n := Name{strings.ToValidUTF8(p.Role, "?"), strings.ToValidUTF8(p.Name, "?"), hex.EncodeToString(salt)}
		c, err := n.commit()
		if err != nil {
			return nil, nil, err
		}
		out, names = append(out, c), append(names, n)
	}
	return out, names, nil
}

func (n *Names) bytes() ([]byte, error) {
	b, err := json.MarshalIndent(n, "", "  ")
	return append(b, '\n'), err
}

// parseNames reads a names file in its one form.
func parseNames(data []byte) (*Names, error) {
	var n Names
	if err := json.Unmarshal(data, &n); err != nil {
		return nil, fmt.Errorf("not a file of names: %w", err)
	}
	if again, err := n.bytes(); err != nil || !bytes.Equal(again, data) {
		return nil, errors.New("not a file of names as assay writes it")
	}
	return &n, nil
}

// opens says whether names are those that commitments stand for.
func (n *Names) opens(list []Commitment) error {
	if len(n.People) != len(list) {
		return fmt.Errorf("%d names for %d commitments", len(n.People), len(list))
	}
	for i, p := range n.People {
		c, err := p.commit()
		if err != nil {
			return err
		}
		if c != list[i] {
			return fmt.Errorf("the name of the %s is not the one that was signed", list[i].Role)
		}
	}
	return nil
}
