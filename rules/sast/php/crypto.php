<?php
const FIXED_KEY = 'correct-horse-battery-staple-123';
// ruleid: weak-hash
$a = md5($data);
// ok: weak-hash
$a = hash('sha256', $data);
// ruleid: weak-cipher
openssl_encrypt($d, 'aes-128-ecb', $k);
$method = 'des-ede3-cbc';
// ruleid: weak-cipher
openssl_encrypt($d, $method, $k);
// ok: weak-cipher
openssl_encrypt($d, 'aes-256-gcm', $k, 0, $iv, $tag);
// ruleid: weak-random
$t = mt_rand();
// ok: weak-random
$t = random_int(0, 9);
// ruleid: weak-password-hash, weak-hash
$h = md5($password);
// ruleid: weak-password-hash
$h = hash('sha256', $_POST['password']);
// ruleid: weak-password-hash, weak-hash
$h = sha1($salt . $password);
// ok: weak-password-hash
$h = password_hash($password, PASSWORD_DEFAULT);
// ruleid: weak-password-hash
$h = hash_pbkdf2('sha256', $password, $salt, 1000, 32);
// ok: weak-password-hash
$h = hash_pbkdf2('sha256', $password, $salt, 600000, 32);
// ruleid: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);
// ruleid: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 0);
// ok: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);
// ok: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 2);
// ruleid: tls-not-verified
curl_setopt_array($c, [CURLOPT_URL => $u, CURLOPT_SSL_VERIFYPEER => false]);
// ruleid: tls-not-verified
$client = new Client(['base_uri' => $u, 'verify' => false]);
// ok: tls-not-verified
$client = new Client(['base_uri' => $u, 'verify' => true]);
// ruleid: tls-not-verified
$context = stream_context_create(['ssl' => ['verify_peer' => false]]);
// ruleid: tls-old-version
curl_setopt($c, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_0);
// ok: tls-old-version
curl_setopt($c, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
// ruleid: weak-key-size
$pair = openssl_pkey_new(['private_key_bits' => 1024, 'private_key_type' => OPENSSL_KEYTYPE_RSA]);
// ok: weak-key-size
$pair = openssl_pkey_new(['private_key_bits' => 4096, 'private_key_type' => OPENSSL_KEYTYPE_RSA]);
// ruleid: static-iv
$c = openssl_encrypt($d, 'aes-256-cbc', $k, 0, '1234567890123456');
$iv = str_repeat("\0", 16);
// ruleid: static-iv
$c = openssl_encrypt($d, 'aes-256-cbc', $k, 0, $iv);
$iv = random_bytes(16);
// ok: static-iv
$c = openssl_encrypt($d, 'aes-256-cbc', $k, 0, $iv);
$iv2 = openssl_random_pseudo_bytes(openssl_cipher_iv_length('aes-256-cbc'));
// ok: static-iv
$c = openssl_encrypt($d, 'aes-256-cbc', $k, 0, $iv2);
// ruleid: hardcoded-key
$c = openssl_encrypt($d, 'aes-256-cbc', 'my-secret-key-12', 0, $iv);
$key = 'my-secret-key-12';
// ruleid: hardcoded-key
$c = openssl_encrypt($d, 'aes-256-cbc', $key, 0, $iv);
$key = getenv('APP_AES_KEY');
// ok: hardcoded-key
$c = openssl_encrypt($d, 'aes-256-cbc', $key, 0, $iv);
// ruleid: hardcoded-key
$m = hash_hmac('sha256', $d, 'signing-secret');
// ok: hardcoded-key
$m = hash_hmac('sha256', $d, $_ENV['SIGNING_KEY']);
// ok: hardcoded-key
$m = hash_hmac('sha256', $d, $config['app.key']);
// ruleid: hardcoded-key
$m = hash_hmac('sha256', $d, FIXED_KEY);
class Box {
    const KEY = 'class-constant-key-1';
    private $secret = 'a-field-of-the-class';
    public function seal($d) {
        // ruleid: hardcoded-key
        return hash_hmac('sha256', $d, self::KEY);
    }
    public function seal2($d) {
        // todoruleid: hardcoded-key
        return hash_hmac('sha256', $d, $this->secret);
    }
}
// ruleid: weak-password-hash
$h = crypt($secret, 'rl');
// ruleid: weak-password-hash
$h = crypt($secret, '$1$rasmusle$');
// ok: weak-password-hash
$h = crypt($secret, '$2y$12$' . $salt);

$vector = substr(hash('sha256', $name, true), 0, 16);
// ruleid: static-iv
openssl_encrypt($d, 'aes-256-cbc', $k, OPENSSL_RAW_DATA, $vector);
$fresh = substr(random_bytes(32), 0, 16);
// ok: static-iv
openssl_encrypt($d, 'aes-256-cbc', $k, OPENSSL_RAW_DATA, $fresh);
// ruleid: tls-not-verified
$client = new Client($more + [RequestOptions::VERIFY => false]);
// ok: tls-not-verified
$client = new Client($more + [RequestOptions::VERIFY => true]);
// ruleid: weak-password-hash
$person->password = hash('sha512', $salt . $plain);
// ok: weak-password-hash
$person->password = Hash::make($plain);
// ruleid: weak-hash
hash_file('md5', $path);
// ok: weak-hash
hash_file('sha256', $path);
// ruleid: weak-hash
array_map('sha1', $paths);
// ok: weak-hash
array_map('trim', $paths);
// ruleid: weak-key-size
openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'secp192k1']);
// ok: weak-key-size
openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'secp384r1']);
function pickupToken($parcel)
{
    // ruleid: weak-random
    return hash('sha256', $parcel . microtime(true));
}
function reportName($parcel)
{
    // ok: weak-random
    return hash('sha256', $parcel . microtime(true));
}
