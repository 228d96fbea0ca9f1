<?php
function cookies($number): void
{
    $how = ['path' => '/', 'httponly' => true];
    // ruleid: insecure-cookie
    setcookie('visit', $number, $how);
    $kept = ['path' => '/', 'httponly' => true, 'secure' => true];
    // ok: insecure-cookie
    setcookie('visit', $number, $kept);
    // ruleid: insecure-cookie
    session_set_cookie_params(['lifetime' => 9, 'httponly' => true]);
    // ok: insecure-cookie
    session_set_cookie_params(['lifetime' => 9, 'httponly' => true, 'secure' => true]);
    // ruleid: insecure-cookie
    new Cookie('visit', $number, secure: false);
    // ok: insecure-cookie
    new Cookie('visit', $number, secure: true);
}

function middleware($m): void
{
    // ruleid: csrf-disabled
    $m->validateCsrfTokens(except: ['orders/*']);
    // ok: csrf-disabled
    $m->validateCsrfTokens(except: ['hooks/*']);
}

function subject(string $jwt): array
{
    $part = explode('.', $jwt)[1];
    $text = base64_decode($part);
    // ruleid: jwt-not-verified
    return json_decode($text, true);
}

function subjectChecked(string $jwt, string $key): array
{
    $parts = explode('.', $jwt);
    if (!hash_equals(hash_hmac('sha256', $parts[0], $key), $parts[2])) {
        throw new RuntimeException('no');
    }
    $text = base64_decode($parts[1]);
    // ok: jwt-not-verified
    return json_decode($text, true);
}

function slim($app, bool $on): void
{
    // ruleid: debug-enabled
    $app->addErrorMiddleware(true, true, true);
    // ok: debug-enabled
    $app->addErrorMiddleware($on, true, true);
}

function bind($request): void
{
    $row = $request->all();
    // ruleid: mass-assignment
    Person::create($row);
    $some = $request->only(['name']);
    // ok: mass-assignment
    Person::create($some);
}

class Documents
{
    private const OPEN = LIBXML_NOENT | LIBXML_COMPACT;
    private const SHUT = LIBXML_NONET;
    // ruleid: redos
    private const NAME = '/^(\w+)*$/';
    // ok: redos
    private const PLAIN = '/^\w+$/';

    public function read($d, $text): void
    {
        // ruleid: xxe
        $d->loadXML($text, self::OPEN);
        // ok: xxe
        $d->loadXML($text, self::SHUT);
    }
}
