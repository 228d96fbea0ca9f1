<?php

Schema::create('cards', function (Blueprint $table) {
    // ruleid: security-code-stored
    $table->string('cvv', 4);
    // ruleid: card-number-stored
    $table->string('card_number', 19);
    // ok: card-number-stored, security-code-stored
    $table->string('last4', 4);
});

// ruleid: security-code-stored
$add = "INSERT INTO cards (token, cvv) VALUES (?, ?)";
// ruleid: card-number-stored
$cards = "CREATE TABLE cards (id BIGINT, card_number VARCHAR(19))";
// ok: card-number-stored, security-code-stored
$tokens = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))";

// ruleid: card-data-in-url
$number = $_GET['card_number'];
// ok: card-data-in-url
$posted = $_POST['card_number'];

// ruleid: card-data-on-client
setcookie('card_number', $number);
// ok: card-data-on-client
setcookie('card_token', $token);
