<?php
// ruleid: caseless-call
Log_Line("a");
// ok: caseless-call
log_lines("a");
// ruleid: caseless-class
$m = new mailer();
// ruleid: variable
echo $cache->size;
// ok: variable
echo $cache->Size . $Cache->size;

class A {
    // ruleid: implied-public
    function a() {}
    // ruleid: implied-public
    static public function b() {}
    // ok: implied-public
    private function c() {}
}
// ruleid: shell
echo `ls {$dir}`;
