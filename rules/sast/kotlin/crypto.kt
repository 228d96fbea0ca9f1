import java.security.*
import javax.crypto.*
import javax.crypto.spec.*

fun all(random: SecureRandom, key: ByteArray, password: String, d: MessageDigest) {
    // ruleid: weak-hash
    MessageDigest.getInstance("MD5")
    // ok: weak-hash
    MessageDigest.getInstance("SHA-256")
    // ruleid: weak-cipher
    Cipher.getInstance("AES/ECB/PKCS5Padding")
    // ok: weak-cipher
    Cipher.getInstance("AES/GCM/NoPadding")
    // ruleid: static-iv
    IvParameterSpec("0123456789abcdef".toByteArray())
    val iv = ByteArray(16)
    random.nextBytes(iv)
    // ok: static-iv
    IvParameterSpec(iv)
    // ruleid: weak-random
    Math.random()
    // ok: weak-random
    SecureRandom().nextInt()
    // ruleid: hardcoded-key
    SecretKeySpec("0123456789abcdef".toByteArray(), "AES")
    // ok: hardcoded-key
    SecretKeySpec(key, "AES")
    // ruleid: tls-old-version
    SSLContext.getInstance("SSLv3")
    // ok: tls-old-version
    SSLContext.getInstance("TLSv1.3")
    // ruleid: weak-password-hash
    d.digest(password.toByteArray())
    // ok: weak-password-hash
    d.digest(key)
    val g = KeyPairGenerator.getInstance("RSA")
    // ruleid: weak-key-size
    g.initialize(1024)
    val h = KeyPairGenerator.getInstance("RSA")
    // ok: weak-key-size
    h.initialize(3072)
}

class Trusting : X509TrustManager {
    // ruleid: tls-not-verified
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {}
}

class Careful : X509TrustManager {
    // ok: tls-not-verified
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {
        delegate.checkServerTrusted(chain, type)
    }
}

// ruleid: weak-password-hash
fun encoder(): PasswordEncoder = MessageDigestPasswordEncoder("SHA-256")

// ok: weak-password-hash
fun strongEncoder(): PasswordEncoder = BCryptPasswordEncoder(12)

// ruleid: weak-random
val seeded = Random(System.currentTimeMillis())
