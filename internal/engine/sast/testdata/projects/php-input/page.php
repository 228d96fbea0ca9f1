<?php
require_once 'input.php';
$input = new Input();
// ruleid: cross-site-scripting
echo $input->raw();
// ok: cross-site-scripting
echo $input->number();
// ok: cross-site-scripting
echo clean($input->raw());
