class Keys2 {
    // ruleid: hardcoded-credential
    private static final String GATEWAY_SECRET = "7d1f9a0b2c4e";
    // ok: hardcoded-credential
    private static final String SECRET_KEY = "app.secret.v2";
    // ok: hardcoded-credential
    private static final String PASSWORD = System.getenv("DB_PASSWORD");
    // ruleid: hardcoded-credential
    @Value("${mail.password:h4rdT0Guess}")
    private String mail;
    // ok: hardcoded-credential
    @Value("${mail.password:}")
    private String other;
    void uses(HttpHeaders h, DigestUtils d, String password, Random r) throws Exception {
        // ruleid: hardcoded-credential
        h.setBasicAuth("svc", "n0tASecret");
        // ok: hardcoded-credential
        h.setBasicAuth("svc", password);
        // ruleid: hardcoded-key
        new SecretKeySpec(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"), "AES");
        // ok: hardcoded-key
        new SecretKeySpec(HexFormat.of().parseHex(System.getenv("KEY")), "AES");
        byte[] key = load();
        new SecretKeySpec(key, "AES");
        // ruleid: static-iv
        new IvParameterSpec(key, 0, 16);
        byte[] iv = fresh();
        // ok: static-iv
        new IvParameterSpec(iv);
        // ruleid: weak-cipher
        new PaddedBufferedBlockCipher(new AESEngine());
        // ok: weak-cipher
        new PaddedBufferedBlockCipher(new CBCBlockCipher(new AESEngine()));
        // ruleid: weak-hash
        new DigestUtils(MessageDigestAlgorithms.SHA_1);
        // ok: weak-hash
        new DigestUtils(MessageDigestAlgorithms.SHA_256);
        // ruleid: weak-random
        new SplittableRandom();
        // ok: weak-random
        new SecureRandom();
        // ruleid: weak-password-hash
        DigestUtils.sha512Hex(form.getPassword());
        // ok: weak-password-hash
        DigestUtils.sha512Hex(form.getName());
        // ruleid: weak-password-hash
        BCrypt.generate(raw, salt, 4);
        // ok: weak-password-hash
        BCrypt.generate(raw, salt, 12);
        // ruleid: tls-not-verified
        builder.loadTrustMaterial((chain, type) -> true);
        // ok: tls-not-verified
        builder.loadTrustMaterial(new File("/etc/trust.jks"), pass);
    }
}
