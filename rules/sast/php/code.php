<?php
// ruleid: redos
preg_match('/^(a+)+$/', $s);
// ok: redos
preg_match('/^[a-z]+$/', $s);
// ok: redos
preg_match('/^(a++)+$/', $s);
// ruleid: race-condition
if (!file_exists($path)) {
    file_put_contents($path, 'x');
}
// ruleid: race-condition
if (file_exists($path)) {
    unlink($path);
}
// ok: race-condition
$h = fopen($path, 'x');
// ruleid: world-writable-file
chmod($file, 0777);
// ok: world-writable-file
mkdir($dir, 0777, true);
// ok: world-writable-file
chmod($file, 0600);
// ok: world-writable-file
mkdir($dir, 0755, true);
// ruleid: insecure-temp-file
file_put_contents('/tmp/report.txt', $data);
// ok: insecure-temp-file
file_put_contents(tempnam(sys_get_temp_dir(), 'r'), $data);

function validated(): array
{
    return [
        // ruleid: redos
        'code' => ['required', 'regex:/^(([A-Z0-9])+\s?)+$/'],
        // ok: redos
        'name' => ['required', 'regex:/^[A-Z0-9]+$/'],
    ];
}
