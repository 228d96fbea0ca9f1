// ruleid: card-number-logged
console.log('card ' + card.cardNumber);
// ruleid: card-number-logged
logger.info(`pan ${pan}`);
// ok: card-number-logged
console.log('card ' + cardNumber.slice(-4));
// ok: card-number-logged
console.log('card ' + mask(cardNumber));
// ruleid: account-number-logged
logger.info('to', iban);
// ok: account-number-logged
logger.info('to', maskIban(iban));
// ruleid: credentials-logged
console.log('login', user, password);
// ok: credentials-logged
console.log('the password is wrong');
// ruleid: personal-data-logged
logger.warn('no user ' + user.email);
// ok: personal-data-logged
logger.warn('no user ' + user.id);

function oneTimeCodes(otp, challenge) {
  // ruleid: one-time-code-logged
  console.log('sent', otp);
  // ruleid: one-time-code-logged
  logger.info(`sent ${challenge.oneTimeCode}`);
  // ok: one-time-code-logged
  console.log('sent', challenge.id);
}
