<?php

// ruleid: credentials-logged
Log::info('login', $request->only(['mail', 'password']));
// ok: credentials-logged
Log::info('login', $request->only(['mail', 'town']));
// ruleid: credentials-logged
$logger->debug('heads', getallheaders());
