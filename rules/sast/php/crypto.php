<?php
// ruleid: weak-hash
$a = md5($data);
// ok: weak-hash
$a = hash('sha256', $data);
// ruleid: weak-cipher
openssl_encrypt($d, 'aes-128-ecb', $k);
// ok: weak-cipher
openssl_encrypt($d, 'aes-256-gcm', $k, 0, $iv, $tag);
// ruleid: weak-random
$t = mt_rand();
// ok: weak-random
$t = random_int(0, 9);
// ruleid: weak-password-hash, weak-hash
$h = md5($password);
// ok: weak-password-hash
$h = password_hash($password, PASSWORD_DEFAULT);
// ruleid: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);
// ok: tls-not-verified
curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);
// ruleid: insecure-cookie, cookie-not-httponly
setcookie('sid', $v);
// ok: insecure-cookie, cookie-not-httponly
setcookie('sid', $v, 0, '/', '', true, true);
