<?php
use GuzzleHttp\RequestOptions;

final class Parcel
{
    private const KINDS = ['old' => 'sha1', 'new' => 'sha384'];
    private string $cipher = 'des-ede3-cbc';
    private string $good = 'aes-256-gcm';

    public function __construct(private string $stamp = 'parcel-stamp-7', private ?string $other = null)
    {
    }

    private function kind(): string
    {
        return 'md5';
    }

    public function sums(string $text, string $wide = 'sha256'): void
    {
        // ruleid: weak-hash
        hash($this->kind(), $text);
        // ok: weak-hash
        hash($wide, $text);
    }

    public function seal(string $text, string $key, string $iv): void
    {
        // ruleid: weak-cipher
        openssl_encrypt($text, $this->cipher, $key, 0, $iv);
        // ok: weak-cipher
        openssl_encrypt($text, $this->good, $key, 0, $iv);
    }

    public function tag(string $text): void
    {
        // ruleid: hardcoded-key
        hash_hmac('sha256', $text, $this->stamp);
        // ok: hardcoded-key
        hash_hmac('sha256', $text, $this->other);
        $key = sodium_hex2bin('00aa11bb22cc33dd');
        // ruleid: hardcoded-key
        sodium_crypto_auth($text, $key);
        $fresh = sodium_hex2bin(getenv('PARCEL_KEY'));
        // ok: hardcoded-key
        sodium_crypto_auth($text, $fresh);
    }

    public function pair(int $bits = 1024, int $wide = 4096): void
    {
        // ruleid: weak-key-size
        openssl_pkey_new(['private_key_bits' => $bits]);
        // ok: weak-key-size
        openssl_pkey_new(['private_key_bits' => $wide]);
    }

    public function stretch(string $word, string $salt, int $rounds = 2000): void
    {
        // ruleid: weak-password-hash
        hash_pbkdf2('sha256', $word, $salt, $rounds, 32);
    }

    public function slow(string $word, string $salt, int $rounds = 700000): void
    {
        // ok: weak-password-hash
        hash_pbkdf2('sha256', $word, $salt, $rounds, 32);
    }

    public function call($curl, bool $check = false): void
    {
        // ruleid: tls-not-verified
        curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, $check);
    }

    public function safely($curl, bool $check = true): void
    {
        // ok: tls-not-verified
        curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, $check);
    }
}

// ruleid: hardcoded-credential
$token = getenv('PARCEL_TOKEN') ?: 'pt_4417aa0b9c';
// ok: hardcoded-credential
$region = getenv('PARCEL_REGION') ?: 'eu-central-1';
// ok: hardcoded-credential
$none = env('PARCEL_TOKEN', '');
// ruleid: hardcoded-credential
$options = ['headers' => ['Authorization' => 'Bearer 71aa02cc94be']];
// ok: hardcoded-credential
$options = ['headers' => ['Authorization' => 'Bearer ' . $token]];
// ruleid: hardcoded-credential
$mailer = ['host' => 'mail', 'password' => 'Hafen-2022'];
// ok: hardcoded-credential
$rules = ['host' => 'required', 'password' => 'required|min:12'];
