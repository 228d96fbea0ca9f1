import java.security.*;
import java.util.Random;
import javax.crypto.*;
import javax.crypto.spec.*;
import javax.net.ssl.*;

class Keys {
    private static final String ALGORITHM = "MD5";
    private static final byte[] IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    void hashes(byte[] data) throws Exception {
        // ruleid: weak-hash
        MessageDigest.getInstance("SHA-1");
        // ruleid: weak-hash
        MessageDigest.getInstance(ALGORITHM);
        // ruleid: weak-hash
        DigestUtils.md5Hex(data);
        // ok: weak-hash
        MessageDigest.getInstance("SHA-256");
        // ok: weak-hash
        Mac.getInstance("HmacSHA1");
        // ruleid: weak-hash
        Signature.getInstance("SHA1withRSA");
        // ok: weak-hash
        Signature.getInstance("SHA256withRSA");
    }

    void ciphers() throws Exception {
        // ruleid: weak-cipher
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: weak-cipher
        Cipher.getInstance("AES");
        // ruleid: weak-cipher
        Cipher.getInstance("AES/ECB/PKCS5Padding");
        // ok: weak-cipher
        Cipher.getInstance("AES/GCM/NoPadding");
        // ok: weak-cipher
        Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        // ruleid: weak-cipher
        KeyGenerator.getInstance("DESede");
    }

    void vectors(SecureRandom random, byte[] given) throws Exception {
        // ruleid: static-iv
        new IvParameterSpec("0123456789abcdef".getBytes());
        // ruleid: static-iv
        new IvParameterSpec(new byte[16]);
        // ruleid: static-iv
        new GCMParameterSpec(128, IV);
        byte[] zero = new byte[16];
        // ruleid: static-iv
        new IvParameterSpec(zero);
        byte[] fresh = new byte[16];
        random.nextBytes(fresh);
        // ok: static-iv
        new IvParameterSpec(fresh);
        // ok: static-iv
        new IvParameterSpec(given);
    }

    void numbers() throws Exception {
        // ruleid: weak-random
        new Random().nextInt();
        // ruleid: weak-random
        Math.random();
        // ok: weak-random
        new SecureRandom().nextInt();
    }

    void sizes() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        // ruleid: weak-key-size
        g.initialize(1024);
        KeyPairGenerator h = KeyPairGenerator.getInstance("RSA");
        // ok: weak-key-size
        h.initialize(2048);
        KeyPairGenerator e = KeyPairGenerator.getInstance("EC");
        // ok: weak-key-size
        e.initialize(256);
    }

    void tls() throws Exception {
        // ruleid: tls-old-version
        SSLContext.getInstance("SSLv3");
        // ruleid: tls-old-version
        SSLContext.getInstance("TLSv1.1");
        // ok: tls-old-version
        SSLContext.getInstance("TLSv1.2");
        // ok: tls-old-version
        SSLContext.getInstance("TLS");
        // ruleid: tls-not-verified
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
        if (insecure) {
            // ok: tls-not-verified
            HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
        }
    }

    static class Trusting implements X509TrustManager {
        // ruleid: tls-not-verified
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }
    }

    static class Careful implements X509TrustManager {
        // ok: tls-not-verified
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            delegate.checkServerTrusted(chain, type);
        }
    }

    static class Anybody implements HostnameVerifier {
        // ruleid: tls-not-verified
        public boolean verify(String host, SSLSession session) {
            return true;
        }
    }

    void passwords(String password, char[] chars, byte[] salt, MessageDigest d) throws Exception {
        // ruleid: weak-password-hash
        d.digest(password.getBytes());
        // ok: weak-password-hash
        d.digest(salt);
        // ruleid: weak-password-hash
        new PBEKeySpec(chars, salt, 1000, 256);
        // ok: weak-password-hash
        new PBEKeySpec(chars, salt, 600000, 256);
        // ruleid: weak-password-hash
        NoOpPasswordEncoder.getInstance();
        // ok: weak-password-hash
        new BCryptPasswordEncoder(12);
        // ruleid: unsalted-hash
        new PBEKeySpec(chars, "salt".getBytes(), 600000, 256);
        // ok: unsalted-hash
        new PBEKeySpec(chars, salt, 600000, 256);
    }

    void keys(KeyStore store) throws Exception {
        // ruleid: hardcoded-key
        new SecretKeySpec("0123456789abcdef".getBytes(), "AES");
        String text = "0123456789abcdef";
        byte[] bytes = text.getBytes();
        // ruleid: hardcoded-key
        new SecretKeySpec(bytes, "AES");
        // ruleid: hardcoded-key
        new SecretKeySpec(fixed().getBytes(), "AES");
        // ok: hardcoded-key
        new SecretKeySpec(System.getenv("KEY").getBytes(), "AES");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        // ok: hardcoded-key
        new SecretKeySpec(random, "AES");
    }

    private String fixed() {
        return "another key of text";
    }
}

class Seeds {
    private static final byte[] FIXED = {1, 2, 3, 4};

    void seed(byte[] given) {
        SecureRandom r = new SecureRandom();
        // ruleid: predictable-seed
        r.setSeed(42L);
        // ruleid: predictable-seed
        r.setSeed(FIXED);
        // ruleid: predictable-seed
        r.setSeed(System.currentTimeMillis());
        byte[] own = {7, 7, 7, 7};
        // ruleid: predictable-seed
        new SecureRandom(own);
        // ruleid: predictable-seed
        new SecureRandom("seed".getBytes());
        // ok: predictable-seed
        r.setSeed(given);
        // ok: predictable-seed
        r.setSeed(r.generateSeed(16));
        // ruleid: weak-random
        new java.util.Random().setSeed(42L);
    }
}

class Salts {
    void salts(MessageDigest d, char[] password) throws Exception {
        // ruleid: weak-random
        java.util.Random random = new java.util.Random();
        // ruleid: predictable-salt
        d.update(Integer.toString(random.nextInt()).getBytes());
        // ruleid: predictable-salt, weak-random
        d.update(("" + Math.random()).getBytes());
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        // ruleid: predictable-salt
        new PBEKeySpec(password, salt, 700000, 256);
    }

    void fresh(MessageDigest d, char[] password, byte[] document) throws Exception {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        // ok: predictable-salt
        d.update(salt);
        // ok: predictable-salt
        d.update(document);
        // ok: predictable-salt
        new PBEKeySpec(password, salt, 700000, 256);
        // ok: predictable-salt
        d.update(Integer.toString(random.nextInt()).getBytes());
    }
}

class Swallowing implements X509TrustManager {
    private final X509TrustManager inner;

    // ruleid: tls-not-verified
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            inner.checkServerTrusted(chain, type);
        } catch (CertificateException e) {
            log.debug("chain", e);
        }
    }
}

class Rethrowing implements X509TrustManager {
    private final X509TrustManager inner;

    // ok: tls-not-verified
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            inner.checkServerTrusted(chain, type);
        } catch (CertificateException e) {
            log.debug("chain", e);
            throw e;
        }
    }
}
