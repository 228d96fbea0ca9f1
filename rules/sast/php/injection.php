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

class UserController extends Controller {
    public function find(Request $request, $id) {
        $name = $request->input('name');
        // ruleid: sql-injection
        $a = DB::select("SELECT * FROM users WHERE name = '$name'");
        // ok: sql-injection
        $b = DB::select('SELECT * FROM users WHERE name = ?', [$name]);
        // ruleid: sql-injection
        $c = User::whereRaw("name = '" . $name . "'")->get();
        // ok: sql-injection
        $d = User::where('name', $name)->get();
        // ok: sql-injection
        $e = User::whereRaw('name = ?', [$name])->get();
        // ruleid: sql-injection
        $f = DB::table('users')->orderByRaw($request->query('sort'))->get();
        $valid = $request->validate(['age' => 'required|integer']);
        // ok: sql-injection
        $g = DB::select('SELECT * FROM users WHERE age = ' . (int) $valid['age']);
        // ruleid: sql-injection
        $h = $this->em->createQuery("SELECT u FROM User u WHERE u.name = '" . $request->get('name') . "'");
        // ruleid: sql-injection
        $i = $this->conn->executeQuery('SELECT * FROM u WHERE n = ' . $request->query->get('n'));
        // ok: sql-injection
        $j = $this->conn->executeQuery('SELECT * FROM u WHERE n = ?', [$request->query->get('n')]);
        // ruleid: path-traversal
        $k = Storage::get('docs/' . $name);
        // ruleid: path-traversal
        return response()->download(storage_path('app/' . $name));
    }
    public function more(Request $request) {
        // ruleid: open-redirect
        return redirect($request->input('next'));
    }
    public function http(Request $request) {
        // ruleid: ssrf
        $r = Http::get($request->input('url'));
        $client = new \GuzzleHttp\Client();
        // ruleid: ssrf
        $s = $client->request('GET', $request->input('url'));
        // ruleid: ssrf, path-traversal
        $t = file_get_contents($_GET['url']);
        // ruleid: command-injection
        $p = Process::fromShellCommandline('ls ' . $request->input('dir'));
        // ok: command-injection
        $q = new Process(['ls', $request->input('dir')]);
        // ruleid: command-injection
        exec("ping -c 1 " . $_GET['host'], $out);
        // ruleid: command-injection
        $x = `ping {$_GET['host']}`;
        // ruleid: log-injection
        Log::info('user ' . $request->input('user'));
        // ruleid: unsafe-deserialisation
        $u = unserialize(base64_decode($request->cookie('u')));
        // ruleid: template-injection
        $tpl = $twig->createTemplate($request->input('t'));
        // ruleid: file-upload, path-traversal
        $request->file('f')->move(public_path('up'), $request->file('f')->getClientOriginalName());
    }
}
class Store {
    private $db; private $rows = [];
    function __construct($db) { $this->db = $db; }
    function byName($n) {
        // ruleid: sql-injection
        return $this->db->query("SELECT * FROM t WHERE n = '" . $n . "'");
    }
    function byId(int $id) {
        // ok: sql-injection
        return $this->db->query("SELECT * FROM t WHERE id = " . $id);
    }
}
$s = new Store($pdo);
$s->byName($_GET['n']);
$s->byId($_GET['id']);
global $wpdb;
// ruleid: sql-injection
$wpdb->get_results("SELECT * FROM {$wpdb->posts} WHERE post_title = '" . $_GET['t'] . "'");
// ok: sql-injection
$wpdb->get_results($wpdb->prepare("SELECT * FROM {$wpdb->posts} WHERE post_title = %s", $_GET['t']));
// ok: cross-site-scripting
echo esc_html($_GET['t']);
// ok: cross-site-scripting
?><p><?= htmlspecialchars($_GET['t'], ENT_QUOTES) ?></p>
<!-- ruleid: cross-site-scripting -->
<p><?= $_GET['t'] ?></p>
<?php
// todoruleid: cross-site-scripting
echo "<a href='" . htmlspecialchars($_GET['t'], ENT_NOQUOTES) . "'>x</a>";
// ruleid: cross-site-scripting
echo <<<HTML
<p>{$_GET['t']}</p>
HTML;
foreach ($_POST as $k => $v) {
    // ruleid: cross-site-scripting
    echo "$k = $v";
}
$fn = function ($x) { return $x; };
// ruleid: cross-site-scripting
echo $fn($_GET['q']);
$arr = array_map('trim', $_GET);
// ruleid: cross-site-scripting
echo $arr['q'];
list($p, $q) = explode(',', $_GET['pq']);
// ruleid: cross-site-scripting
echo $p;
// ok: cross-site-scripting
echo $_GET['x'] ? 'yes' : 'no';
$w = match ($_GET['c']) { 'a' => 'name', default => 'id' };
// ok: cross-site-scripting
echo $w;
// ok: cross-site-scripting
echo (int) $_GET['n'];
// ruleid: cross-site-scripting
echo $_GET['n'] ?? 'none';
// ruleid: cross-site-scripting
printf('<p>%s</p>', $_GET['n']);
// ok: cross-site-scripting
printf('<p>%d</p>', $_GET['n']);
$data = json_decode(file_get_contents('php://input'), true);
// ruleid: sql-injection
$pdo->exec("DELETE FROM t WHERE id = '" . $data['id'] . "'");
$stmt = $pdo->prepare("SELECT * FROM t WHERE n = :n");
$stmt->bindParam(':n', $_GET['n']);
// ok: sql-injection
$stmt->execute();
$ref = &$alias;
$alias = $_GET['z'];
// todoruleid: cross-site-scripting
echo $ref;
static function () { };
$str = '';
$str .= 'a';
$str .= $_GET['b'];
// ruleid: cross-site-scripting
echo $str;
// ruleid: nosql-injection
$coll->findOne(['user' => $_POST['user'], 'pass' => $_POST['pass']]);
// ok: nosql-injection
$coll->findOne(['user' => (string) $_POST['user']]);
// ruleid: email-header-injection
mail('a@b.c', $_POST['subject'], 'x');
// ruleid: xxe
$d->loadXML(file_get_contents('php://input'), LIBXML_NOENT);
// ruleid: code-injection
call_user_func($_GET['f']);
// ruleid: regex-injection
preg_match('/' . $_GET['r'] . '/', $s);
// ok: regex-injection
preg_match('/' . preg_quote($_GET['r'], '/') . '/', $s);
class Ci extends CI_Controller {
    public function find() {
        // ruleid: sql-injection
        $this->db->query("SELECT * FROM t WHERE n = '" . $this->input->post('n') . "'");
        // ok: sql-injection
        $this->db->query("SELECT * FROM t WHERE n = ?", [$this->input->post('n')]);
    }
    #[Route('/x/{name}')]
    public function show(string $name, int $id) {
        // ruleid: sql-injection
        $this->conn->executeQuery("SELECT * FROM t WHERE n = '" . $name . "'");
        // ok: sql-injection
        $this->conn->executeQuery("SELECT * FROM t WHERE n = " . $id);
    }
}
Route::get('/u/{name}', function ($name) {
    // ruleid: sql-injection
    return DB::select("SELECT * FROM t WHERE n = '" . $name . "'");
});
$app->get('/u/{name}', function ($request, $response, $args) {
    // ruleid: sql-injection
    $this->db->query("SELECT * FROM t WHERE n = '" . $args['name'] . "'");
});
// ruleid: open-redirect
http_redirect($_GET['to']);
// ok: open-redirect
http_redirect('/account/' . $_GET['to']);
$table = array('\\' => '\5c', '*' => '\2a', '(' => '\28', ')' => '\29', "\x00" => '\00');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . strtr($_GET['uid'], $table) . ')');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . str_replace(array_keys($table), array_values($table), $_GET['uid']) . ')');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . str_replace(['\\', '*', '(', ')'], '', $_GET['uid']) . ')');
// ruleid: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . str_replace(['<', '>'], '', $_GET['uid']) . ')');
// ruleid: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . htmlspecialchars($_GET['uid'], ENT_QUOTES) . ')');
// ok: ldap-injection
ldap_search($c, 'o=bank', '(uid=' . preg_replace('/[^a-zA-Z0-9_\ -]/', '', $_GET['uid']) . ')');
// ruleid: xpath-injection
$xml->xpath("//user[name='" . addslashes($_GET['name']) . "']");
// ruleid: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE n = '" . htmlspecialchars($_GET['n']) . "'");
// ok: sql-injection
mysqli_query($db, "SELECT * FROM t WHERE n = '" . filter_var($_GET['n'], FILTER_SANITIZE_ADD_SLASHES) . "'");
$rows = $_GET['rows'];
if (!is_numeric($rows)) {
    exit('no number');
}
// ok: sql-injection
mysqli_query($db, "SELECT * FROM t LIMIT " . $rows);
$slashed = addslashes($_POST['name']);
// A backslash means nothing between single quotes of a shell.
// ruleid: command-injection
system("grep '" . $slashed . "' /srv/names");
// ruleid: xpath-injection
$xml->xpath("//user[@id='" . htmlentities($_GET['id'], ENT_NOQUOTES) . "']");

class MoreGuards
{
    public function loose(\Symfony\Component\HttpFoundation\Request $request)
    {
        $path = realpath('/srv/a/' . $request->query->get('n'));
        if (strpos($path, '/srv') !== 0) {
            return null;
        }
        // ruleid: path-traversal
        readfile($path);
    }

    public function strict($request)
    {
        $path = realpath('/srv/a/' . $request->query->get('n'));
        if (!str_starts_with($path, '/srv/a' . DIRECTORY_SEPARATOR)) {
            exit;
        }
        // ok: path-traversal
        readfile($path);
    }

    public function otherwise($request)
    {
        $page = $_GET['p'];
        if (array_key_exists($page, ['a' => 'b'])) {
            // ok: path-traversal
            include 'pages/' . $page;
        } else {
            // ruleid: path-traversal
            include 'pages/' . $page;
        }
    }

    public function whole($request)
    {
        $to = $request->query->getString('to');
        if (preg_match('~\A/[a-z]+\z~', $to) === 1) {
            // ok: open-redirect
            return new RedirectResponse($to);
        }
    }

    public function processes($request)
    {
        // ruleid: command-injection
        Process::timeout(5)->run('convert ' . $request->input('n'));
    }

    public function typed($request)
    {
        $code = $_POST['code'];
        if (!is_string($code)) {
            return null;
        }
        // ok: nosql-injection
        $this->people->findOne(['code' => $code]);
    }

    public function objects()
    {
        // ok: unsafe-deserialisation
        unserialize($_COOKIE['a'], ['allowed_classes' => false, 'max_depth' => 3]);
    }

    public function builder($qb, $request)
    {
        // ruleid: sql-injection
        $qb->andWhere(sprintf("a.b = '%s'", $request->get('b')));
        // ok: sql-injection
        $qb->andWhere(sprintf('a.b = %s', $qb->createNamedParameter($request->get('b'))));
    }

    public function lines($request)
    {
        // ruleid: log-injection
        file_put_contents('/var/log/a.log', $request->get('b') . "\n", FILE_APPEND);
    }
}

function in_a_filter($connection)
{
    $name = ldap_escape($_GET['n'], '', LDAP_ESCAPE_DN);
    // ruleid: ldap-injection
    ldap_search($connection, 'ou=a', "(&(kind=x)(n=$name))");
    $name = ldap_escape($_GET['n'], '', LDAP_ESCAPE_FILTER);
    // ok: ldap-injection
    ldap_search($connection, 'ou=a', "(&(kind=x)(n=$name))");
}

function shown()
{
    // ruleid: format-string
    printf($_GET['text'], 1);
    // ok: format-string
    printf('%s', intval($_GET['text']));
    $xp = new DOMXPath($document);
    // ruleid: xpath-injection
    // ok: sql-injection
    $xp->query("//payee[@name='" . $_GET['name'] . "']");
}

function kept()
{
    // ok: path-traversal
    unlink('/srv/kept/' . sha1($_GET['name']) . '.bin');
}
