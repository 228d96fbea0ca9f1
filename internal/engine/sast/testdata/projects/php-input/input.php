<?php
class Input {
    private $value;
    public function __construct() { $this->value = $_GET['value']; }
    public function raw() { return $this->value; }
    public function number() { return intval($this->value); }
}
function clean($x) { return htmlspecialchars($x, ENT_QUOTES); }
