import java.security.*
import javax.crypto.spec.*
import kotlin.random.Random

fun signatures() {
    // ruleid: weak-hash
    Signature.getInstance("SHA1withECDSA")
    // ok: weak-hash
    Signature.getInstance("SHA384withECDSA")
    // ruleid: weak-key-size
    RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4)
    // ok: weak-key-size
    RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4)
    // ruleid: weak-key-size
    ECGenParameterSpec("secp160k1")
    // ok: weak-key-size
    ECGenParameterSpec("secp384r1")
}

fun slow(chars: CharArray, salt: ByteArray, password: String, digest: MessageDigest) {
    // ruleid: weak-password-hash
    PBEKeySpec(chars, salt, 4_096, 256)
    // ok: weak-password-hash
    PBEKeySpec(chars, salt, 310_000, 256)
    // ruleid: weak-password-hash
    BCryptPasswordEncoder(6)
    // ok: weak-password-hash
    BCryptPasswordEncoder(11)
    // ruleid: weak-password-hash
    digest.digest(salt + password.toByteArray())
    // ok: weak-password-hash
    digest.digest(salt + contents.toByteArray())
}

class Numbers {
    // ruleid: weak-random
    private val dice = Random(7)

    // ruleid: weak-random
    fun resetToken() = List(20) { "0123456789abcdef".random() }.joinToString("")

    // ok: weak-random
    fun tip() = listOf("a", "b").random()
}

class Half(private val inner: X509TrustManager) : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, kind: String) {
        // ruleid: tls-not-verified
        try {
            inner.checkServerTrusted(chain, kind)
        } catch (e: CertificateException) {
            log.warn("not trusted", e)
        }
    }
}

class Whole(private val inner: X509TrustManager) : X509TrustManager {
    override fun checkServerTrusted(chain: Array<X509Certificate>, kind: String) {
        // ok: tls-not-verified
        try {
            inner.checkServerTrusted(chain, kind)
        } catch (e: CertificateException) {
            log.warn("not trusted", e)
            throw e
        }
    }
}

fun verifiers(c: HttpsURLConnection, b: SSLContextBuilder) {
    // ruleid: tls-not-verified
    c.hostnameVerifier = HostnameVerifier { name, _ -> log.info(name); true }
    // ok: tls-not-verified
    c.hostnameVerifier = HostnameVerifier { name, _ -> name == "mail.bank.example" }
    // ruleid: tls-not-verified
    b.loadTrustMaterial(null) { _, _ -> true }
}

class Sealer(private val random: SecureRandom) {
    private val vector = ByteArray(12).also { random.nextBytes(it) }

    // ruleid: static-iv
    fun once() = GCMParameterSpec(128, vector)

    fun each(): GCMParameterSpec {
        val nonce = ByteArray(12).also { random.nextBytes(it) }
        // ok: static-iv
        return GCMParameterSpec(128, nonce)
    }
}

object Signing {
    private const val RAW = "a1b2c3d4e5f60718293a4b5c6d7e8f90"

    // ruleid: hardcoded-key
    fun key() = SecretKeySpec(RAW.chunked(2).map { it.toInt(16).toByte() }.toByteArray(), "AES")

    // ok: hardcoded-key
    fun given(text: String) = SecretKeySpec(text.chunked(2).map { it.toInt(16).toByte() }.toByteArray(), "AES")
}

object Access {
    // ruleid: hardcoded-credential
    const val CLIENT_SECRET = "q9Zk-31-Lmn77"

    // ok: hardcoded-credential
    const val API_KEY = "x-api-key"

    // ok: hardcoded-credential
    const val PASSWORD = "db.password.v2"
}

fun pool() = HikariConfig().apply {
    // ruleid: hardcoded-credential
    password = "Blau-Meise#4"
    // ok: hardcoded-credential
    password = System.getenv("DB_PASSWORD")
}
