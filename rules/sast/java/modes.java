import javax.crypto.Cipher;

enum Kind {
    PLAIN("AES"), GOOD("AES/GCM/NoPadding");

    private final String name;

    Kind(String name) {
        this.name = name;
    }

    String label() { return name; }
}

class Modes {
    Cipher plain() throws Exception {
        // ruleid: weak-cipher
        return Cipher.getInstance(Kind.PLAIN.label());
    }

    Cipher good() throws Exception {
        // ok: weak-cipher
        return Cipher.getInstance(Kind.GOOD.label());
    }

    Cipher joined(String mode) throws Exception {
        // ok: weak-cipher
        return Cipher.getInstance(String.join("/", "AES", mode, "NoPadding"));
    }

    Cipher added(String mode) throws Exception {
        String family = "AES";
        // ok: weak-cipher
        return Cipher.getInstance(family + "/" + mode + "/NoPadding");
    }
}
class Vectors {
    private static byte[] cut() { return Arrays.copyOf("sixteen letters.".getBytes(UTF_8), 16); }
    void vector() {
        // ruleid: static-iv
        new IvParameterSpec(cut());
        // ok: static-iv
        new IvParameterSpec(SecureRandom.getSeed(16));
    }
}
