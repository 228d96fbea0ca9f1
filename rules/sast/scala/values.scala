import java.security._
import javax.crypto._
import javax.crypto.spec._

sealed abstract class Size(val bits: Int)
case object Small extends Size(1024)
case object Large extends Size(4096)

object Names {
  val Digest: String = sys.props.get("digest").fold("MD5")(_ => "SHA-256")
}

class Values(random: SecureRandom) {
  // ruleid: weak-cipher
  private def cipher(mode: String): Cipher = Cipher.getInstance(s"AES/$mode/PKCS5Padding")

  def old: Cipher = cipher("ECB")

  // ok: weak-cipher
  private def other(mode: String): Cipher = Cipher.getInstance(s"AES/$mode/NoPadding")

  def good: Cipher = other("GCM")

  // ruleid: weak-hash
  def digest: MessageDigest = MessageDigest.getInstance(Names.Digest)

  def counted(): AlgorithmParameterSpec = {
    val nonce = Array.tabulate[Byte](12)(i => (i * 3).toByte)
    val pad = new Array[Byte](12)
    random.nextBytes(pad)
    // ruleid: static-iv
    new GCMParameterSpec(128, nonce)
  }

  def filled(): AlgorithmParameterSpec = {
    val nonce = new Array[Byte](12)
    random.nextBytes(nonce)
    // ok: static-iv
    new GCMParameterSpec(128, nonce)
  }

  private val raw = Array[Byte](1, 2, 3, 4, 5, 6, 7, 8)

  // ruleid: hardcoded-key
  def key = new SecretKeySpec(raw, "AES")

  // ok: hardcoded-key
  def given(bytes: Array[Byte]) = new SecretKeySpec(bytes, "AES")

  def pair(): KeyPair = {
    val size: Size = Small
    val g = KeyPairGenerator.getInstance("RSA")
    // ruleid: weak-key-size
    g.initialize(size.bits)
    g.generateKeyPair()
  }

  def largePair(): KeyPair = {
    val size: Size = Large
    val g = KeyPairGenerator.getInstance("RSA")
    // ok: weak-key-size
    g.initialize(size.bits)
    g.generateKeyPair()
  }
}
