//go:build ignore

package modes

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"io"
)

func seal(key, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(plain))
	for i := 0; i < len(plain); i += 16 {
		// ruleid: weak-cipher
		block.Encrypt(out[i:i+16], plain[i:i+16])
	}
	return out, nil
}

func mask(key, sample []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 16)
	// ok: weak-cipher
	block.Encrypt(out, sample)
	return out, nil
}

func zeros(block cipher.Block, text []byte) {
	iv := make([]byte, aes.BlockSize)
	// ruleid: static-iv
	cipher.NewCTR(block, iv).XORKeyStream(text, text)
}

func fresh(block cipher.Block, text []byte) {
	iv := make([]byte, aes.BlockSize)
	if _, err := io.ReadFull(rand.Reader, iv); err != nil {
		return
	}
	// ok: static-iv
	cipher.NewCTR(block, iv).XORKeyStream(text, text)
}

func received(block cipher.Block, message []byte) {
	iv := make([]byte, 16)
	copy(iv, message[:16])
	// ok: static-iv
	cipher.NewCTR(block, iv).XORKeyStream(message, message)
}
