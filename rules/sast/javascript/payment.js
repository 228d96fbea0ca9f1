const gateway = axios.create({ baseURL: process.env.GATEWAY });

async function collect(invoice) {
  for (let i = 0; i < 5; i += 1) {
    // ruleid: missing-idempotency
    const answer = await gateway.post('/v2/charges', { cents: invoice.cents });
    if (answer.status === 201) return answer.data;
  }
  return null;
}

async function collectOnce(invoice) {
  while (true) {
    // ok: missing-idempotency
    await gateway.post('/v2/charges', { cents: invoice.cents }, { headers: { 'Idempotency-Key': invoice.id } });
  }
}

async function look(invoice) {
  for (let i = 0; i < 5; i += 1) {
    // ok: missing-idempotency
    await gateway.post('/v2/invoices', invoice);
  }
}

async function intent(order) {
  // ruleid: missing-idempotency
  await stripe.paymentIntents.create({ amount: order.cents, currency: 'eur' });
  // ruleid: missing-idempotency
  await this.stripe.refunds.create({ charge: order.charge }, { timeout: 100 });
  // ok: missing-idempotency
  await stripe.paymentIntents.create({ amount: order.cents }, { idempotencyKey: order.id });
  // ok: missing-idempotency
  await stripe.customers.create({ email: order.email });
}

async function move(a, b, cents) {
  // ruleid: missing-transaction
  await Promise.all([a, b].map((id) => orm.wallet.update({ where: { id }, data: { balance: { increment: cents } } })));
  // ok: missing-transaction
  await orm.$transaction([a, b].map((id) => orm.wallet.update({ where: { id }, data: { balance: { increment: cents } } })));
  // ok: missing-transaction
  await Promise.all([a, b].map((id) => orm.wallet.update({ where: { id }, data: { name: 'x' } })));
}

async function spend(id, cents) {
  // ruleid: race-condition
  const wallet = await Wallet.findByPk(id);
  if (wallet.balance < cents) throw new Error('not enough');
  await Wallet.update({ balance: wallet.balance - cents }, { where: { id } });
}

async function use(code) {
  // ruleid: race-condition
  const coupon = await orm.coupon.findUnique({ where: { code } });
  if (coupon.usedAt) return null;
  await orm.coupon.update({ where: { code }, data: { usedAt: new Date() } });
  return coupon;
}

async function spendLocked(id, cents) {
  await db.transaction(async (t) => {
    // ok: race-condition
    const wallet = await Wallet.findByPk(id, { transaction: t, lock: t.LOCK.UPDATE });
    if (wallet.balance < cents) throw new Error('not enough');
    await wallet.update({ balance: wallet.balance - cents }, { transaction: t });
  });
}

async function renameWallet(id, name) {
  // ok: race-condition
  const wallet = await Wallet.findByPk(id);
  if (wallet.archived) throw new Error('archived');
  await wallet.update({ name });
}
