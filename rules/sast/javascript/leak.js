function label(card) {
  const { number, expiry } = card;
  return `${number} until ${expiry}`;
}
function labelShort(card) {
  return `ends in ${card.number.slice(-4)}`;
}
function pay(card, logger) {
  // ruleid: card-number-logged
  logger.info('paying', card.pan);
  // ok: card-number-logged
  logger.info('paying', maskCard(card.pan));
  const { holder, ...others } = card;
  // ruleid: card-number-logged
  logger.debug(JSON.stringify(others));
  // ok: card-number-logged
  logger.debug(labelShort(card));
}

function call(token) {
  const headers = { Authorization: `Bearer ${token}` };
  // ruleid: credentials-logged
  logger.info({ headers }, 'calling');
  const answer = client.get('/x', { headers });
  // ok: credentials-logged
  logger.info(answer);
}

function payLess(card, logger) {
  const { pan, cvv, ...few } = card;
  // ok: card-number-logged
  logger.debug(JSON.stringify(few));
}
class Person {
  constructor(id, taxId) {
    this.id = id;
    this.taxId = taxId;
  }
}
function admit(person) {
  const text = `admitted ${person.id} ${person.taxId}`;
  // ruleid: personal-data-logged
  logger.info(text);
  // ok: personal-data-logged
  logger.info(`admitted ${person.id}`);
}

app.use((err, req, res, next) => {
  const detail = { at: err.stack.split('\n')[0] };
  // ruleid: error-details-exposed
  res.status(500).json({ detail });
  const shown = process.env.NODE_ENV === 'production' ? 'failed' : err.stack;
  // ok: error-details-exposed
  res.status(500).json({ shown });
  // ok: error-details-exposed
  res.status(500).json({ id: 7 });
});
