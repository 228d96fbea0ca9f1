package evidence

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// PayloadType is what our envelopes hold.
const PayloadType = "application/vnd.in-toto+json"

// Envelope is a DSSE envelope (github.com/secure-systems-lab/dsse, v1).
type Envelope struct {
	Payload    []byte
	Signatures []Signature
}

// Signature is a key's name and its ed25519 signature over the envelope's encoding.
type Signature struct {
	KeyID string
	Sig   []byte
}

// maxSignatures of an envelope: a rotation has two.
const maxSignatures = 4

func seal(payload []byte, keys ...Key) Envelope {
	e := Envelope{Payload: payload}
	message := e.message()
	for _, k := range keys {
		e.Signatures = append(e.Signatures, Signature{k.Public().ID(), k.sign(message)})
	}
	return e
}

// message is what is signed: DSSE's pre-authentication encoding.
func (e Envelope) message() []byte {
	head := "DSSEv1 " + strconv.Itoa(len(PayloadType)) + " " + PayloadType + " " + strconv.Itoa(len(e.Payload)) + " "
	return append([]byte(head), e.Payload...)
}

const (
	envelopeStart  = `{"payloadType":"` + PayloadType + `","payload":"`
	envelopeMiddle = `","signatures":[`
	envelopeEnd    = `]}`
)

// Bytes is the one form in which an envelope is kept.
func (e Envelope) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(envelopeStart)
	b.WriteString(base64.StdEncoding.EncodeToString(e.Payload))
	b.WriteString(envelopeMiddle)
	for i, s := range e.Signatures {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"keyid":"%s","sig":"%s"}`, s.KeyID, base64.StdEncoding.EncodeToString(s.Sig))
	}
	b.WriteString(envelopeEnd)
	return b.Bytes()
}

var errEnvelope = errors.New("not an envelope as assay writes it")

// ParseEnvelope reads what Bytes writes, and nothing else: one envelope has one form.
func ParseEnvelope(data []byte) (Envelope, error) {
	body, ok := strings.CutPrefix(string(data), envelopeStart)
	payload, rest, ok2 := strings.Cut(body, envelopeMiddle)
	list, ok3 := strings.CutSuffix(rest, envelopeEnd)
	if !ok || !ok2 || !ok3 {
		return Envelope{}, errEnvelope
	}
	var e Envelope
	var err error
	if e.Payload, err = base64.StdEncoding.Strict().DecodeString(payload); err != nil {
		return Envelope{}, errEnvelope
	}
	for len(list) > 0 {
		id, rest, ok := strings.Cut(strings.TrimPrefix(list, `{"keyid":"`), `","sig":"`)
		sig, rest, ok2 := strings.Cut(rest, `"}`)
		raw, err := base64.StdEncoding.Strict().DecodeString(sig)
		if !ok || !ok2 || err != nil || len(id) != 64 || strings.Trim(id, "0123456789abcdef") != "" || len(e.Signatures) == maxSignatures {
			return Envelope{}, errEnvelope
		}
		e.Signatures = append(e.Signatures, Signature{id, raw})
		list = strings.TrimPrefix(rest, ",")
	}
	if len(e.Signatures) == 0 || !bytes.Equal(e.Bytes(), data) {
		return Envelope{}, errEnvelope
	}
	return e, nil
}
