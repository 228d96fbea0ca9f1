<?php
require_once __DIR__ . '/src/AccountStore.php';
require_once __DIR__ . '/src/helpers.php';

$store = new AccountStore($pdo);
$store->byName($_GET['name']);
$store->byId($_GET['id']);
$filter = new Filter($_GET['name']);
$store->filtered($filter);
// ruleid: cross-site-scripting
echo same($_GET['name']);
// ok: cross-site-scripting
echo plain($_GET['name']);
// ok: cross-site-scripting
echo fixed($_GET['name']);
showReport($_GET['page']);
