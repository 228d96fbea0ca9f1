import java.security._
import javax.crypto._
import javax.crypto.spec._

object Keys {
  def all(random: SecureRandom, key: Array[Byte], d: MessageDigest, password: String): Unit = {
    // ruleid: weak-hash
    MessageDigest.getInstance("MD5")
    // ok: weak-hash
    MessageDigest.getInstance("SHA-256")
    // ruleid: weak-cipher
    Cipher.getInstance("DES/CBC/PKCS5Padding")
    // ok: weak-cipher
    Cipher.getInstance("AES/GCM/NoPadding")
    // ruleid: static-iv
    new IvParameterSpec("0123456789abcdef".getBytes("UTF-8"))
    // ok: static-iv
    new IvParameterSpec(key)
    // ruleid: weak-random
    scala.util.Random.nextInt(10)
    // ok: weak-random
    random.nextInt(10)
    // ruleid: hardcoded-key
    new SecretKeySpec("0123456789abcdef".getBytes("UTF-8"), "AES")
    // ok: hardcoded-key
    new SecretKeySpec(key, "AES")
    // ruleid: tls-old-version
    SSLContext.getInstance("SSLv3")
    // ok: tls-old-version
    SSLContext.getInstance("TLSv1.2")
    // ruleid: weak-password-hash
    d.digest(password.getBytes("UTF-8"))
    // ok: weak-password-hash
    d.digest(key)
  }
}

object Trusting extends X509TrustManager {
  // ruleid: tls-not-verified
  override def checkServerTrusted(chain: Array[X509Certificate], kind: String): Unit = {}
}

object Careful extends X509TrustManager {
  // ok: tls-not-verified
  override def checkServerTrusted(chain: Array[X509Certificate], kind: String): Unit = verify(chain, kind)
}

object Keys {
  def short(): KeyPair = {
    val generator = KeyPairGenerator.getInstance("RSA")
    // ruleid: weak-key-size
    generator.initialize(1024)
    generator.generateKeyPair()
  }

  def long(): KeyPair = {
    val generator = KeyPairGenerator.getInstance("RSA")
    // ok: weak-key-size
    generator.initialize(3072)
    generator.generateKeyPair()
  }
}
