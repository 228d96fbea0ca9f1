<?php
$name = $_GET["class"];
// ruleid: class-by-name
$object = new $name(1);
// ok: class-by-name
$object = new Known($name);

// ruleid: clean-sink
render($name);
// ok: clean-sink
render($name, SAFE);

class Page {
    function show() {
        // ruleid: tainted-method
        render($this->input("x"));
        // ok: tainted-method
        render($this->output("x"));
    }
}

$amount = $_GET["amount"];
$amount += 0;
// ok: text-sink
write($amount);
$rate = $_GET["rate"];
$rate *= $factor;
// ok: text-sink
write($rate);
$all = $_GET + $defaults;
// ruleid: text-sink
write($all["x"]);
$joined = $_GET["a"];
$joined .= 0;
// ruleid: text-sink
write($joined);
collect($lines, $state);
// ruleid: text-sink
write($lines[0]);
// ok: text-sink
write($state);
