// ruleid: float-money
const amount = parseFloat(req.body.amount);
// ruleid: float-money
let price = 19.99;
// ok: float-money
const minor = parseInt(req.body.minor, 10);
// ok: float-money
const ratio = 0.5;
// ruleid: money-rounding
const a = parseFloat(amount.toFixed(2));
// ruleid: money-rounding
const b = Math.round(price * 100) / 100;
// ok: money-rounding
const c = Math.round(width * 100) / 100;
// ruleid: missing-idempotency
app.post('/payments', (req, res) => { pay(req.body); res.end(); });
// ok: missing-idempotency
app.post('/payments', (req, res) => { once(req.get('Idempotency-Key'), () => pay(req.body)); res.end(); });
async function unsafe(from, to, amount) {
  // ruleid: missing-transaction
  await Account.update({ balance: 1 }, { where: { id: from } });
  await Account.update({ balance: 2 }, { where: { id: to } });
}
async function safe(from, to) {
  await sequelize.transaction(async (t) => {
    // ok: missing-transaction
    await Account.update({ balance: 1 }, { where: { id: from } });
    await Account.update({ balance: 2 }, { where: { id: to } });
  });
}
function lines(rows, row, rate) {
  // ruleid: float-money
  const sum = rows.reduce((s, { price, count }) => s + parseFloat(price) * count, 0);
  // ruleid: float-money
  const share = Number(row.amount) * (Number(rate) / 100);
  // ok: float-money
  const cents = rows.reduce((s, { priceCents, count }) => s + BigInt(priceCents) * BigInt(count), 0n);
  // ok: float-money
  const width = parseFloat(row.width) * 2;
  return [sum, share, cents, width];
}
