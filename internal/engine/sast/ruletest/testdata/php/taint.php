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
