<?php
// ruleid: insecure-cookie, cookie-not-httponly
setcookie('sid', $v);
// ok: insecure-cookie, cookie-not-httponly
setcookie('sid', $v, 0, '/', '', true, true);
// ruleid: insecure-cookie
setcookie('sid', $v, ['httponly' => true]);
// ruleid: cookie-not-httponly
setcookie('sid', $v, ['secure' => true]);
// ok: insecure-cookie, cookie-not-httponly
setcookie('sid', $v, ['secure' => true, 'httponly' => true]);
// ok: insecure-cookie, cookie-not-httponly
setcookie('sid', '', time() - 3600);
// ruleid: insecure-cookie
setcookie('sid', $v, 0, '/', '', false, true);
// ruleid: jwt-not-verified
$claims = json_decode(base64_decode(explode('.', $token)[1]));
// ruleid: jwt-weak-key
$jwt = JWT::encode($payload, 'secret-of-tokens', 'HS256');
// ok: jwt-weak-key
$jwt = JWT::encode($payload, getenv('JWT_KEY'), 'HS256');
// ruleid: jwt-weak-key
$claims = JWT::decode($token, new Key('secret-of-tokens', 'HS256'));
// ok: jwt-not-verified
$claims = JWT::decode($token, new Key($key, 'HS256'));
// ruleid: cors-any-origin
header('Access-Control-Allow-Origin: *');
// ruleid: cors-any-origin
header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
// ok: cors-any-origin
header('Access-Control-Allow-Origin: https://bank.example.com');
if (in_array($_SERVER['HTTP_ORIGIN'], $allowed, true)) {
    // ok: cors-any-origin
    header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
}
// ruleid: cors-any-origin
$response->headers->set('Access-Control-Allow-Origin', '*');
// ruleid: debug-enabled
ini_set('display_errors', 1);
// ok: debug-enabled
ini_set('display_errors', 0);
// ruleid: debug-enabled
phpinfo();
// ruleid: mass-assignment
$user = User::create($request->all());
// ok: mass-assignment
$user = User::create($request->validated());
// ok: mass-assignment
$user->update($request->only(['name']));
// ruleid: mass-assignment
extract($_POST);
// ok: mass-assignment
extract($row);
// ruleid: clear-text-transport
$c = curl_init('http://rates.bank.com/today');
// ok: clear-text-transport
$c = curl_init('https://rates.bank.com/today');
// ok: clear-text-transport
$c = curl_init('http://localhost/today');
// ruleid: clear-text-transport
$f = ftp_connect('files.bank.com');
// ok: clear-text-transport
$f = ftp_ssl_connect('files.bank.com');
try {
    run();
} catch (Exception $e) {
    // ruleid: error-details-exposed
    echo 'Error: ' . $e->getMessage();
    // ok: error-details-exposed
    error_log($e->getMessage());
    // ok: error-details-exposed
    echo 'something went wrong';
    // ruleid: error-details-exposed
    return response()->json(['error' => $e->getTraceAsString()], 500);
}
// ruleid: error-details-exposed
mysqli_query($db, 'SELECT 1') or die(mysqli_error($db));
class Transfer extends Form {
    public function configureOptions($resolver) {
        // ruleid: csrf-disabled
        $resolver->setDefaults(['data_class' => Payment::class, 'csrf_protection' => false]);
        // ok: csrf-disabled
        $resolver->setDefaults(['data_class' => Payment::class, 'csrf_protection' => true]);
    }
}
try {
    open_ledger();
} catch (Exception $e) {
    // ruleid: error-details-exposed
    echo 'Failed: ', $e->getMessage(), "\n";
    // ok: error-details-exposed
    echo 'Failed: ', $code, "\n";
}
