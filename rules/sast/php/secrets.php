<?php
define('DB_PASSWORD', 'hunter2-of-mine');
// ruleid: hardcoded-credential
$a = new PDO('mysql:host=db', 'app', 's3cret!');
// ok: hardcoded-credential
$b = new PDO('mysql:host=db', 'app', getenv('DB_PASSWORD'));
$password = 'letmein-99';
// ruleid: hardcoded-credential
$c = mysqli_connect('db', 'app', $password);
$password = $_ENV['DB_PASSWORD'];
// ok: hardcoded-credential
$d = mysqli_connect('db', 'app', $password);
// ok: hardcoded-credential
$e = mysqli_connect('localhost', 'root', '');
// ruleid: hardcoded-credential
if ($_POST['password'] === 'backdoor1') { open(); }
// ok: hardcoded-credential
if ($_POST['password'] === '') { close(); }
// ruleid: hardcoded-credential
$mail->Password = 'smtp-pass-1';
// ok: hardcoded-credential
$mail->Password = $config['smtp_password'];
