import javax.crypto.Cipher

class Modes(family: String = "AES") {
  private def named = "AES"

  // ruleid: weak-cipher
  def plain: Cipher = Cipher.getInstance(named)

  // ok: weak-cipher
  def joined(mode: String): Cipher = Cipher.getInstance(Seq("AES", mode, "NoPadding").mkString("/"))

  // ok: weak-cipher
  def template(mode: String): Cipher = Cipher.getInstance(s"$family/$mode/NoPadding")
}
