<?php
// ruleid: card-number-logged
$logger->info('paid with ' . $cardNumber);
// ruleid: card-number-logged
$this->logger->info("paid with {$payment->cardNumber}");
// ruleid: card-number-logged
Log::info('paid', ['card' => $request->input('card'), 'cvv' => $data['cvv']]);
// ok: card-number-logged
$logger->info('paid with ' . mask($cardNumber));
// ok: card-number-logged
$logger->info('paid with ' . substr($cardNumber, -4));
// ok: card-number-logged
$logger->info('paid order ' . $orderId);
// ruleid: account-number-logged
error_log('to ' . $iban);
// ok: account-number-logged
error_log('to ' . $this->maskIban($iban));
// ruleid: credentials-logged
error_log("login of $user with $password");
// ok: credentials-logged
error_log('wrong password');
// ruleid: credentials-logged
Log::debug('login', ['password' => $_POST['password']]);
// ruleid: personal-data-logged
$log->warning('no such user ' . $user->getEmail());
// ok: personal-data-logged
$log->warning('no such user ' . $user->getId());

// ruleid: one-time-code-logged
Log::info('sent ' . $otp);
// ok: one-time-code-logged
Log::info('sent ' . $challengeId);
