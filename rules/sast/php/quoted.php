<?php
$id = mysql_real_escape_string($_GET['id']);
// ruleid: sql-injection
mysql_query("SELECT * FROM t WHERE id = " . $id);
// ruleid: sql-injection
mysql_query("SELECT * FROM t WHERE kind = 'a' AND id = $id");
// ruleid: sql-injection
mysql_query(sprintf("SELECT * FROM t WHERE kind = '%s' AND id = %s", 'a', $id));
// ok: sql-injection
mysql_query("SELECT * FROM t WHERE id = '" . $id . "'");
// ok: sql-injection
mysql_query('SELECT * FROM t WHERE id = \'' . $id . '\'');
// ok: sql-injection
mysql_query("SELECT * FROM t WHERE id = '$id'");
// ok: sql-injection
mysql_query("SELECT * FROM t WHERE kind = 'a' AND id = ' $id '");
// ok: sql-injection
mysql_query(sprintf("SELECT * FROM t WHERE id = '%s' AND page = %d", $id, 2));
// ok: sql-injection
mysql_query(sprintf('SELECT * FROM t WHERE id = "%s"', $id));

$name = htmlspecialchars($_POST['name'], ENT_QUOTES);
// ruleid: command-injection
system("grep " . $name . " /srv/names");
// ok: command-injection
system("grep '" . $name . "' /srv/names");

// ruleid: xpath-injection
$xml->xpath("//user[@id=" . htmlentities($_GET['id'], ENT_QUOTES | ENT_HTML5) . "]");
// ok: xpath-injection
$xml->xpath("//user[@id='" . htmlentities($_GET['id'], ENT_QUOTES | ENT_HTML5) . "']");
$bare = str_replace("'", '', $_GET['name']);
// ok: xpath-injection
$xml->xpath("//user[name='{$bare}']");

// ruleid: code-injection
eval("\$total = " . addslashes($_GET['sum']) . ";");
// ok: code-injection
eval("\$title = '" . addslashes($_GET['title']) . "';");

$text = htmlspecialchars($_GET['text'], ENT_QUOTES);
// ruleid: cross-site-scripting
echo "<div id=" . $text . ">a</div>";
// ruleid: cross-site-scripting
echo "<input class='a' " . $text . " value='b'>";
// ruleid: cross-site-scripting
echo "<$text>";
// ruleid: cross-site-scripting
echo "<button onclick=\"show('" . $text . "')\">a</button>";
// ruleid: cross-site-scripting
echo "<p style='color: " . $text . "'>a</p>";
// ok: cross-site-scripting
echo "<div id='" . $text . "'>a</div>";
// ok: cross-site-scripting
echo "<div id=\"$text\">a</div>";
// ok: cross-site-scripting
echo "<div class='wide'>" . $text . "</div>";
// ok: cross-site-scripting
echo "<div class=wide title='" . $text . "'></div>";
// ok: cross-site-scripting
echo "a < b: " . $text;
?>
<script>
// ruleid: cross-site-scripting
var open = <?= $text ?>;
// ok: cross-site-scripting
var title = '<?= $text ?>';
// ok: cross-site-scripting
var list = <?= json_encode($_GET['list']) ?>;
<?php
// ruleid: cross-site-scripting
echo "window.setInterval('" . $text . "', 10);";
// ok: cross-site-scripting
echo "var page = '" . $text . "';";
// ok: cross-site-scripting
echo intval($text);
?>
</script>
<!-- ok: cross-site-scripting -->
<p><?= $text ?></p>
