<?php
function sql($db, $pdo) {
    $name = $_GET['name'];
    // ruleid: sql-injection
    mysqli_query($db, "SELECT * FROM users WHERE name = '" . $name . "'");
    // ruleid: sql-injection
    mysqli_query($db, "SELECT * FROM users WHERE name = '$name'");
    // ruleid: sql-injection
    $pdo->query("SELECT * FROM users WHERE name = '{$_POST['name']}'");
    // ok: sql-injection
    mysqli_query($db, "SELECT * FROM users WHERE name = '" . mysqli_real_escape_string($db, $name) . "'");
    // ok: sql-injection
    mysqli_query($db, "SELECT * FROM users WHERE id = " . intval($name));
    // ok: sql-injection
    mysqli_query($db, "SELECT * FROM users WHERE id = " . (int) $name);
    $statement = $pdo->prepare('SELECT * FROM users WHERE name = ?');
    // ok: sql-injection
    $statement->execute([$name]);
    // ok: sql-injection
    mysqli_query($db, sprintf("SELECT * FROM users WHERE id = %d", $name));
    // ruleid: sql-injection
    mysqli_query($db, sprintf("SELECT * FROM users WHERE name = '%s'", $name));
    // ruleid: sql-injection
    DB::select("SELECT * FROM users WHERE name = '" . $name . "'");
    // ok: sql-injection
    DB::select('SELECT * FROM users WHERE name = ?', [$name]);
}

function filters($db) {
    $legal = array('safe1', 'safe2');
    $a = $_GET['a'];
    if (in_array($a, $legal, true)) {
        $a = $a;
    } else {
        $a = $legal[0];
    }
    // ok: sql-injection
    mysqli_query($db, "SELECT * FROM t ORDER BY " . $a);
    $b = $_GET['b'];
    $b = $b == 'safe1' ? 'safe1' : 'safe2';
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $b);
    $c = $_GET['c'];
    settype($c, 'integer');
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $c);
    $d = $_GET['d'];
    if (!preg_match('/^[a-z0-9]+$/', $d)) {
        die('bad');
    }
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $d);
    $e = filter_var($_GET['e'], FILTER_VALIDATE_INT);
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $e);
    $f = preg_replace('/[^a-zA-Z0-9]/', '', $_GET['f']);
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $f);
    $g = $_GET['g'] + 0;
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $g);
    $array = array();
    $array[] = 'safe';
    $array[] = $_GET['h'];
    // ruleid: sql-injection
    mysqli_query($db, "SELECT " . $array[1]);
    $map = array('x' => $_GET['i'], 'y' => 'safe');
    // ruleid: sql-injection
    mysqli_query($db, "SELECT " . $map['x']);
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $map['y']);
    switch ($_GET['j']) {
        case 'one': $j = 'name'; break;
        default: $j = 'id';
    }
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $j);
    $k = $_GET['k'];
    $k = 'fixed';
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $k);
    $input = new Input($_GET['l']);
    // ruleid: sql-injection
    mysqli_query($db, "SELECT " . $input->get());
    // ruleid: sql-injection
    mysqli_query($db, "SELECT " . same($_GET['m']));
    // ok: sql-injection
    mysqli_query($db, "SELECT " . fixed($_GET['m']));
    $dead = 'x';
    if (3 * 3 > 10) { $dead = $_GET['n']; }
    // ok: sql-injection
    mysqli_query($db, "SELECT " . $dead);
}

class Input {
    private $value;
    public function __construct($value) { $this->value = $value; }
    public function get() { return $this->value; }
}
function same($x) { return $x; }
function fixed($x) { return 'fixed'; }

function others() {
    $x = $_POST['x'];
    // ruleid: command-injection
    system('ls ' . $x);
    // ruleid: command-injection
    $out = shell_exec("ping $x");
    // ok: command-injection
    system('ls ' . escapeshellarg($x));
    // ruleid: code-injection
    eval('$a = ' . $x . ';');
    // ok: code-injection
    eval('$a = 1;');
    // ruleid: path-traversal
    include('pages/' . $x . '.php');
    // ruleid: path-traversal
    $text = file_get_contents('data/' . $x);
    // ok: path-traversal
    $safe = file_get_contents('data/' . basename($x));
    // ruleid: cross-site-scripting
    echo 'Hello ' . $x;
    // ruleid: cross-site-scripting
    print("Hello $x");
    // ok: cross-site-scripting
    echo 'Hello ' . htmlspecialchars($x, ENT_QUOTES);
    // ok: cross-site-scripting
    echo 'Hello';
    // ruleid: ldap-injection
    ldap_search($link, 'dc=example', '(uid=' . $x . ')');
    // ok: ldap-injection
    ldap_search($link, 'dc=example', '(uid=' . ldap_escape($x, '', LDAP_ESCAPE_FILTER) . ')');
    // ruleid: xpath-injection
    $xml->xpath("//user[name='" . $x . "']");
    // ok: xpath-injection
    $xml->xpath("//user[name='a']");
    // ruleid: open-redirect
    header('Location: ' . $x);
    // ok: open-redirect
    header('Location: /home?x=' . urlencode($x));
    // ruleid: header-injection
    header('X-Name: ' . $x);
    // ok: header-injection
    header('X-Name: ' . rawurlencode($x));
    // ruleid: ssrf
    $c = curl_init($x);
    // ok: ssrf
    $c = curl_init('https://rates.example.com/' . $x);
    // ruleid: unsafe-deserialisation
    $o = unserialize($_COOKIE['profile']);
    // ok: unsafe-deserialisation
    $o = json_decode($_COOKIE['profile']);
    // ruleid: xxe
    simplexml_load_string($x, 'SimpleXMLElement', LIBXML_NOENT);
    // ok: xxe
    simplexml_load_string($x);
    // ruleid: unsafe-reflection
    $object = new $x();
    // ok: unsafe-reflection
    $object = new Known();
    // ruleid: log-injection
    error_log('user ' . $x);
    // ok: log-injection
    error_log('user ' . str_replace(["\r", "\n"], '_', $x));
    // ruleid: email-header-injection
    mail('a@example.com', 'Hello', 'text', 'From: ' . $x);
    // ok: email-header-injection
    mail('a@example.com', 'Hello', $x);
    // ruleid: trust-boundary
    $_SESSION['role'] = $x;
    // ok: trust-boundary
    $_SESSION['role'] = 'user';
}
