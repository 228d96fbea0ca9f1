<?php
exec('/usr/bin/report', $lines, $status);
$line = addslashes($lines[0]);
// ruleid: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE id = " . $line);
// ok: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE id = '" . $line . "'");
$name = htmlentities($_SESSION['name'], ENT_QUOTES);
// ruleid: command-injection
system("id " . $name);
// ok: command-injection
system("id '" . $name . "'");
// ruleid: xpath-injection
$xml->xpath("//user[@id=" . $name . "]");
// ok: xpath-injection
$xml->xpath("//user[name='" . $name . "']");
// ruleid: code-injection
eval("\$a = " . $name . ";");
// ok: code-injection
eval("\$a = '" . $name . "';");
// ruleid: cross-site-scripting
echo "<div id=" . $name . ">a</div>";
// ok: cross-site-scripting
echo "<div id='" . $name . "'>a</div>";
