import java.io._
import java.util.zip._

object Code {
  def patterns(s: String): Unit = {
    // ruleid: redos
    "^(a+)+$".r
    // ok: redos
    "^[a-z]+$".r
    // ok: redos
    s.matches("^(ab)+$")
  }

  def files(f: File): Unit = {
    // ruleid: race-condition
    if (!f.exists()) {
      f.createNewFile()
    }
    // ruleid: world-writable-file
    f.setWritable(true, false)
    // ok: world-writable-file
    f.setWritable(true, true)
    // ruleid: insecure-temp-file
    File.createTempFile("a", "b")
    // ok: insecure-temp-file
    Files.createTempFile("a", "b")
    // ruleid: insecure-temp-file
    new File("/tmp/report")
    // ok: insecure-temp-file
    new File("/data/report")
  }

  def unzip(z: ZipFile, dir: File): Unit = {
    for (e <- z.entries().asScala) {
      // ruleid: path-traversal
      val f = new File(dir, e.getName)
      write(f)
    }
  }

  def flat(z: ZipFile, dir: File): Unit = {
    for (e <- z.entries().asScala) {
      // ok: path-traversal
      val f = new File(dir, new File(e.getName).getName)
      write(f)
    }
  }

  def checked(z: ZipFile, dir: File): Unit = {
    for (e <- z.entries().asScala) {
      // ok: path-traversal
      val f = new File(dir, e.getName)
      if (!f.getCanonicalPath.startsWith(dir.getCanonicalPath)) {
        throw new SecurityException("no")
      }
      write(f)
    }
  }

  def objects(input: InputStream): Unit = {
    // ruleid: unsafe-deserialisation
    new ObjectInputStream(input).readObject()
    // ok: unsafe-deserialisation
    Json.parse(input)
  }
}
