<?php
$a = shell_exec('cat /tmp/input.txt');
// ruleid: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE id = '$a'");
// ok: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE id = " . intval($a));
$b = `cat /tmp/input.txt`;
// ruleid: command-injection
system('ls ' . $b);
// ok: command-injection
system('ls ' . escapeshellarg($b));
// ruleid: cross-site-scripting
echo $_SESSION['name'];
// ok: cross-site-scripting
echo htmlspecialchars($_SESSION['name']);
$line = fgets($handle);
// ruleid: path-traversal
fopen('/srv/' . $line, 'r');
// ok: path-traversal
fopen('/srv/' . basename($line), 'r');
// ruleid: world-writable-file
mkdir('/srv/' . $name, 0777, true);
// ok: world-writable-file
mkdir('/srv/' . $name, 0750, true);
exec('/usr/bin/report', $lines, $status);
// ruleid: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . $lines[0] . ')');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . ldap_escape($lines[0], '', LDAP_ESCAPE_FILTER) . ')');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . $status . ')');
// ruleid: open-redirect
header('Location: ' . $_SESSION['back']);
// ok: open-redirect
header('Location: /account/' . $_SESSION['back']);
$count = $lines[1];
$count += 0;
// ok: command-injection
system('head -n ' . $count);
$line = fgets(STDIN);
// ruleid: code-injection
usort($list, $line);
// ok: code-injection
usort($list, 'strcmp');
// ruleid: xpath-injection
$xpath->query("//payee[@name='" . $line . "']");
// ok: xpath-injection
$xpath->query('//payee');
// ruleid: unsafe-deserialisation
unserialize($line);
// ok: unsafe-deserialisation
unserialize('a:0:{}');
