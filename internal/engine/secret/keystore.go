package secret

import (
	"bytes"
	"encoding/hex"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// keystoreKind recognises files that are secrets as a whole, by their first
// bytes and, where those are shared with harmless files, by name. Empty: none.
func keystoreKind(p string, data []byte) string {
	b := base(p)
	switch ext := path.Ext(b); {
	case bytes.HasPrefix(data, []byte{0xfe, 0xed, 0xfe, 0xed}):
		return "Java keystore"
	case bytes.HasPrefix(data, []byte{0xce, 0xce, 0xce, 0xce}) && (ext == ".jceks" || ext == ".jks" || ext == ".keystore"):
		return "JCEKS keystore"
	case (ext == ".p12" || ext == ".pfx" || ext == ".pkcs12" || ext == ".jks" || ext == ".keystore") && pkcs12(data):
		return "PKCS #12 keystore"
	case bytes.HasPrefix(data, []byte{0x03, 0xd9, 0xa2, 0x9a}):
		return "KeePass database"
	case bytes.HasPrefix(data, []byte("SQLite format 3\x00")) && (b == "key4.db" || b == "logins.db" || b == "signons.sqlite" || b == "login data"):
		return "browser key database"
	case b == "key3.db" && isBinary(data):
		return "browser key database"
	case ext == ".keychain" || ext == ".keychain-db" || bytes.HasPrefix(data, []byte("kych\x00")):
		return "macOS keychain"
	case (ext == ".bks" || ext == ".uber") && isBinary(data):
		return "BouncyCastle keystore"
	case ext == ".psafe3" && bytes.HasPrefix(data, []byte("PWS3")):
		return "Password Safe database"
	case (ext == ".der" || ext == ".key") && isBinary(data) && bytes.HasPrefix(data, []byte{0x30, 0x82}) && bytes.HasPrefix(data[4:], []byte{0x02, 0x01, 0x00}):
		return "private key in DER"
	}
	return ""
}

// pkcs12 looks for a sequence that opens with version 3 (RFC 7292, clause 4).
func pkcs12(data []byte) bool {
	head := data[:min(len(data), 16)]
	return len(head) > 8 && head[0] == 0x30 && bytes.Contains(head[:10], []byte{0x02, 0x01, 0x03})
}

func (e *Engine) keystore(f engine.File, kind string, test bool) assay.Finding {
	severity := assay.High
	if test || strings.Contains(base(f.Path), "truststore") || base(f.Path) == "cacerts" {
		severity = assay.Low
	}
	article := "a "
	if strings.ContainsRune("AEIOU", rune(kind[0])) {
		article = "an "
	}
	return assay.Finding{
		Rule: "secret/keystore", Engine: assay.EngineSecret, Severity: severity, Confidence: assay.Certain,
		Message:  "The file is " + article + kind + "; whoever has the repository can try passphrases on it at leisure.",
		Location: assay.Location{Path: f.Path, Commit: f.Commit},
		Identity: "keystore:" + hex.EncodeToString(e.keyed(f.Hash[:])),
	}
}
