import ccxt from 'ccxt';

function monotonic(report: Report, start: number) {
  // ruleid: order-time-monotonic
  report.transactTime = performance.now();
  const now = process.hrtime.bigint();
  // ruleid: order-time-monotonic
  save({ isin: report.isin, tradeTimestamp: now });
  // ok: order-time-monotonic
  report.latency = performance.now() - start;
  // ok: order-time-monotonic
  report.transactTime = performance.timeOrigin + performance.now();
  // ok: order-time-monotonic
  report.transactTime = new Date().toISOString();
}

function local(report: Report) {
  // ruleid: order-time-local
  report.transactTime = new Date().toLocaleString('en-GB');
  // ruleid: order-time-local
  save({ isin: report.isin, tradeTime: moment().format('YYYYMMDD-HH:mm:ss.SSS') });
  // ok: order-time-local
  save({ isin: report.isin, tradeTime: moment().format('YYYY-MM-DDTHH:mm:ss.SSSZ') });
  // ok: order-time-local
  label.text = new Date().toLocaleString('en-GB');
}

function coarse(report: Report) {
  // ruleid: order-time-coarse
  report.transactTime = Math.floor(Date.now() / 1000);
  // ok: order-time-coarse
  report.transactTime = Date.now();
  // ok: order-time-coarse
  const expires = Math.floor(Date.now() / 1000);
}

// ruleid: order-record-incomplete
interface FastOrder {
  symbol: string;
  quantity: number;
  price: string;
}

// ok: order-record-incomplete
interface FullOrder {
  orderId: string;
  clientId: string;
  symbol: string;
  quantity: number;
  submittedAt: string;
}

// ok: order-record-incomplete
interface PurchaseOrder {
  article: string;
  quantity: number;
}

// ruleid: kill-switch-missing
async function route(symbol: string, amount: number) {
  await exchange.createOrder(symbol, 'limit', 'buy', amount);
}

class Router {
  // ruleid: kill-switch-missing
  async route(order: FullOrder) {
    return this.exchange.submitOrder(order);
  }

  // ok: kill-switch-missing
  async shop(cart: Cart) {
    return this.warehouse.submitOrder(cart);
  }
}
