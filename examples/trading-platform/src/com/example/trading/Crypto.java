package com.example.trading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Keys, tokens and messages. */
final class Crypto {
    private static final SecureRandom RANDOM = new SecureRandom();

    static byte[] weakDigest(byte[] password) throws GeneralSecurityException {
        return MessageDigest.getInstance("MD5").digest(password);
    }

    static byte[] digest(byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(message);
    }

    static byte[] weakEncrypt(SecretKey key, byte[] text) throws GeneralSecurityException {
        Cipher c = Cipher.getInstance("AES/ECB/PKCS5Padding");
        c.init(Cipher.ENCRYPT_MODE, key);
        return c.doFinal(text);
    }

    static byte[] encrypt(SecretKey key, byte[] nonce, byte[] text) throws GeneralSecurityException {
        Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
        c.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        return c.doFinal(text);
    }

    static long weakSession() {
        return new Random().nextLong();
    }

    static long session() {
        return RANDOM.nextLong();
    }

    static Object readAnything(byte[] message) throws IOException, ClassNotFoundException {
        return new ObjectInputStream(new ByteArrayInputStream(message)).readObject();
    }

    static Object readOrder(byte[] message) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(message))) {
            in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("com.example.trading.Order;java.base/*;!*"));
            return in.readObject();
        }
    }

    private Crypto() {}
}
