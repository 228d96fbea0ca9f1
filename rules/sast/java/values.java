import java.security.*;
import javax.crypto.*;
import javax.crypto.spec.*;

enum Strength {
    OLD("DES", 1024), PLAIN("AES", 2048), GOOD("AES/GCM/NoPadding", 4096);

    private final String name;
    private final int bits;

    Strength(String name, int bits) {
        this.name = name;
        this.bits = bits;
    }

    String label() { return name; }

    int bits() { return bits; }
}

class Values {
    private final SecureRandom random = new SecureRandom();

    Cipher old() throws Exception {
        // ruleid: weak-cipher
        return Cipher.getInstance(Strength.OLD.label());
    }

    Cipher good() throws Exception {
        // ok: weak-cipher
        return Cipher.getInstance(Strength.GOOD.label());
    }

    Cipher mode(String mode) throws Exception {
        // ruleid: weak-cipher
        return Cipher.getInstance("AES/" + mode + "/PKCS5Padding");
    }

    Cipher modes() throws Exception {
        return mode("ECB");
    }

    byte[] hash(String algorithm, byte[] data) throws Exception {
        // ruleid: weak-hash
        return MessageDigest.getInstance(algorithm).digest(data);
    }

    byte[] strong(String algorithm, byte[] data) throws Exception {
        // ok: weak-hash
        return MessageDigest.getInstance(algorithm).digest(data);
    }

    void hashes(byte[] data) throws Exception {
        hash("MD5", data);
        strong("SHA-256", data);
    }

    AlgorithmParameterSpec zeros(byte[] out) {
        byte[] nonce = new byte[12];
        byte[] pad = new byte[12];
        random.nextBytes(pad);
        System.arraycopy(nonce, 0, out, 0, 12);
        // ruleid: static-iv
        return new GCMParameterSpec(128, nonce);
    }

    AlgorithmParameterSpec filled() {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        // ok: static-iv
        return new GCMParameterSpec(128, nonce);
    }

    AlgorithmParameterSpec copied(byte[] message) {
        byte[] iv = new byte[16];
        System.arraycopy(message, 0, iv, 0, 16);
        // ok: static-iv
        return new IvParameterSpec(iv);
    }

    AlgorithmParameterSpec buffered(java.nio.ByteBuffer message) {
        byte[] iv = new byte[16];
        message.get(iv);
        // ok: static-iv
        return new IvParameterSpec(iv);
    }

    KeyPair keys() throws Exception {
        return pair(1024);
    }

    private KeyPair pair(int bits) throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        // ruleid: weak-key-size
        g.initialize(bits);
        return g.generateKeyPair();
    }

    KeyPair large() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        // ok: weak-key-size
        g.initialize(Strength.GOOD.bits());
        return g.generateKeyPair();
    }
}
