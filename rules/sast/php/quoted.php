<?php
$id = mysql_real_escape_string($_GET['id']);
// ruleid: sql-injection
mysql_query("SELECT * FROM t WHERE id = " . $id);
// ok: sql-injection
mysql_query("SELECT * FROM t WHERE id = '" . $id . "'");
// ok: sql-injection
mysql_query("SELECT * FROM t WHERE id = '$id'");
