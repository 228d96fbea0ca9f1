class Tokens {
    byte[] middle(String token) {
        String[] parts = token.split("\\.");
        // ruleid: jwt-not-verified
        return Base64.getUrlDecoder().decode(parts[1]);
    }
    byte[] checked(String token, Mac mac) {
        String[] parts = token.split("\\.");
        if (!MessageDigest.isEqual(mac.doFinal(parts[0].getBytes()), parts[2].getBytes())) { throw new SecurityException(); }
        // ok: jwt-not-verified
        return Base64.getUrlDecoder().decode(parts[1]);
    }
    void leeway(Verification v) {
        // ruleid: jwt-expiry-ignored
        v.acceptExpiresAt(Long.MAX_VALUE);
        // ok: jwt-expiry-ignored
        v.acceptExpiresAt(30);
    }
}
