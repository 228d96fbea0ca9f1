import java.io.*;
import java.nio.file.*;
import java.util.regex.Pattern;

class Code {
    void patterns(String s) {
        // ruleid: redos
        Pattern.compile("^(a+)+$");
        // ruleid: redos
        s.matches("([a-z]*)*x");
        // ok: redos
        Pattern.compile("^[a-z]+$");
        // ok: redos
        Pattern.compile("^(ab)+$");
    }

    void files(File f) throws Exception {
        // ruleid: race-condition
        if (!f.exists()) {
            f.createNewFile();
        }
        // ok: race-condition
        if (!f.exists()) {
            return;
        }
        // ruleid: world-writable-file
        f.setWritable(true, false);
        // ok: world-writable-file
        f.setWritable(true, true);
        // ruleid: world-writable-file
        PosixFilePermissions.fromString("rwxrwxrwx");
        // ok: world-writable-file
        PosixFilePermissions.fromString("rw-------");
        // ruleid: insecure-temp-file
        File.createTempFile("a", "b");
        // ok: insecure-temp-file
        Files.createTempFile("a", "b");
        // ruleid: insecure-temp-file
        new FileOutputStream("/tmp/report");
    }
}
