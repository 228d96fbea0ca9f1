import java.io.*
import java.util.zip.*

fun patterns(s: String) {
    // ruleid: redos
    Regex("^(a+)+$")
    // ruleid: redos
    "([a-z]*)*x".toRegex()
    // ok: redos
    Regex("^[a-z]+$")
    // ok: redos
    "^(ab)+$".toRegex()
}

fun files(f: File) {
    // ruleid: race-condition
    if (!f.exists()) {
        f.createNewFile()
    }
    // ok: race-condition
    if (!f.exists()) {
        return
    }
    // ruleid: world-writable-file
    f.setWritable(true, false)
    // ok: world-writable-file
    f.setWritable(true, true)
    // ruleid: world-writable-file
    PosixFilePermissions.fromString("rwxrwxrwx")
    // ok: world-writable-file
    PosixFilePermissions.fromString("rw-------")
    // ruleid: insecure-temp-file
    File.createTempFile("a", "b")
    // ok: insecure-temp-file
    Files.createTempFile("a", "b")
    // ruleid: insecure-temp-file
    File("/tmp/report")
    // ok: insecure-temp-file
    File("/data/report")
}

fun unzip(z: ZipInputStream, dir: File) {
    var e = z.nextEntry
    while (e != null) {
        // ruleid: path-traversal
        File(dir, e.name).outputStream().use { z.copyTo(it) }
        e = z.nextEntry
    }
}

fun flat(z: ZipInputStream, dir: File) {
    var e = z.nextEntry
    while (e != null) {
        // ok: path-traversal
        File(dir, File(e.name).name).outputStream().use { z.copyTo(it) }
        e = z.nextEntry
    }
}

fun checked(z: ZipFile, dir: File) {
    for (e in z.entries()) {
        // ok: path-traversal
        val f = File(dir, e.name)
        if (!f.canonicalPath.startsWith(dir.canonicalPath + File.separator)) {
            throw SecurityException()
        }
        f.writeBytes(z.getInputStream(e).readBytes())
    }
}

fun unchecked(z: ZipFile, dir: File) {
    for (e in z.entries()) {
        // ruleid: path-traversal
        val f = File(dir, e.name)
        f.writeBytes(z.getInputStream(e).readBytes())
    }
}

fun objects(input: InputStream) {
    // ruleid: unsafe-deserialisation
    ObjectInputStream(input).readObject()
    val o = ObjectInputStream(input)
    // ruleid: unsafe-deserialisation
    o.readObject()
    // ok: unsafe-deserialisation
    Json.decodeFromStream<Order>(input)
}

fun filtered(input: InputStream) {
    val o = ObjectInputStream(input)
    o.setObjectInputFilter(filter)
    // ok: unsafe-deserialisation
    o.readObject()
}
