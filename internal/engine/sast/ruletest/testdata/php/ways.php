<?php
trait Stores {
    private $v;
    public function put($v) { $this->v = $v; }
    public function take() { return $this->v; }
}

class Shelf {
    use Stores;
    public function __construct(public readonly string $name, public string $label) {}
}

function traits() {
    $s = new Shelf(input(), 'x');
    // ruleid: ways
    sink($s->name);
    // ok: ways
    sink($s->label);
    $s->put(input());
    // ruleid: ways
    sink($s->take());
    $s->put('x');
    // ok: ways
    sink($s->take());
}

function change(&$x) { $x = input(); }

function references() {
    $a = 'x';
    change($a);
    // ruleid: ways
    sink($a);
    $b = &$a;
    $b = 'y';
    // ok: ways
    sink($a);
    $list = ['k' => input(), 'l' => 'x'];
    $copy = $list;
    unset($list['k']);
    // ok: ways
    sink($list['k']);
    // ruleid: ways
    sink($copy['k']);
}
