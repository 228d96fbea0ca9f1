import javax.crypto.Cipher

class Modes(private val family: String = "AES") {
    private fun named() = "AES"

    // ruleid: weak-cipher
    fun plain(): Cipher = Cipher.getInstance(named())

    // ok: weak-cipher
    fun joined(mode: String): Cipher = Cipher.getInstance(listOf("AES", mode, "NoPadding").joinToString("/"))

    // ok: weak-cipher
    fun template(mode: String): Cipher = Cipher.getInstance("$family/$mode/NoPadding")
}
