const ccxt = require('ccxt');

// ok: kill-switch-missing
async function route(symbol, amount) {
  if (killSwitch.engaged) return;
  await exchange.createOrder(symbol, 'limit', 'buy', amount);
}
