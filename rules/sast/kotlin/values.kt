import java.security.*
import javax.crypto.*
import javax.crypto.spec.*

private val SIZES = mapOf("small" to 1024, "large" to 4096)

enum class Strength(val label: String) { OLD("DES"), GOOD("AES/GCM/NoPadding") }

class Values(private val random: SecureRandom) {
    private fun name(mode: String = "ECB") = listOf("AES", mode, "PKCS5Padding").joinToString("/")

    // ruleid: weak-cipher
    fun byDefault(): Cipher = Cipher.getInstance(name())

    // ruleid: weak-cipher
    fun old(): Cipher = Cipher.getInstance(Strength.OLD.label)

    // ok: weak-cipher
    fun good(): Cipher = Cipher.getInstance(Strength.GOOD.label)

    // ok: weak-cipher
    fun parts(mode: String): Cipher = Cipher.getInstance("AES/$mode/NoPadding")

    // ruleid: weak-hash
    private fun digest(name: String = "MD5") = MessageDigest.getInstance(name)

    fun digests(data: ByteArray) = digest().digest(data)

    fun zeros(): AlgorithmParameterSpec {
        val nonce = ByteArray(12)
        val pad = ByteArray(12)
        random.nextBytes(pad)
        // ruleid: static-iv
        return GCMParameterSpec(128, nonce)
    }

    fun filled(): AlgorithmParameterSpec {
        val nonce = ByteArray(12)
        random.nextBytes(nonce)
        // ok: static-iv
        return GCMParameterSpec(128, nonce)
    }

    fun inOne(): AlgorithmParameterSpec {
        val nonce = ByteArray(12).also { random.nextBytes(it) }
        // ok: static-iv
        return GCMParameterSpec(128, nonce)
    }

    private val raw = byteArrayOf(1, 2, 3, 4, 5, 6, 7, 8)

    // ruleid: hardcoded-key
    fun key() = SecretKeySpec(raw, "AES")

    // ok: hardcoded-key
    fun given(bytes: ByteArray) = SecretKeySpec(bytes, "AES")

    fun pair(): KeyPair {
        val bits = SIZES.getValue("small")
        // ruleid: weak-key-size
        return KeyPairGenerator.getInstance("RSA").apply { initialize(bits) }.generateKeyPair()
    }

    fun largePair(): KeyPair {
        val bits = SIZES.getValue("large")
        // ok: weak-key-size
        return KeyPairGenerator.getInstance("RSA").apply { initialize(bits) }.generateKeyPair()
    }
}
