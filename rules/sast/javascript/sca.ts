// Exemptions of PSD2; the payee is bound elsewhere.
import crypto from 'node:crypto';

// ruleid: sca-exemption-limit
const LOW_VALUE_LIMIT = 50;
// ok: sca-exemption-limit
const LOW_VALUE_MAX = 30;
// ruleid: sca-exemption-limit
const limits = { contactlessLimit: 100, lowValueCents: 3000 };
// ok: sca-exemption-limit
const others = { contactlessLimit: 50, lowValueCents: 3000 };

// ruleid: sca-exemption-counter
function isExempt(amount: number) {
  return amount <= LOW_VALUE_MAX;
}

// ok: sca-exemption-counter
function isExemptCounted(amount: number, sinceLast: number) {
  return amount <= LOW_VALUE_MAX && amount + sinceLast <= 100;
}

function always(payment: Payment) {
  // ruleid: sca-exemption-unconditional
  payment.scaExemption = 'lowValue';
  // ruleid: sca-exemption-unconditional
  return send({ payment, skipSca: true });
}

function asked(payment: Payment) {
  if (limits.allow(payment)) {
    // ok: sca-exemption-unconditional
    payment.scaExemption = 'lowValue';
  }
  // ok: sca-exemption-unconditional
  payment.scaRequired = true;
}

// ruleid: sca-time-code
async function confirmPayment(payment: Payment, code: string) {
  if (!speakeasy.totp.verify({ secret, token: code })) throw new Refused();
  return book(payment);
}

// ok: sca-time-code
function login(code: string) {
  if (!speakeasy.totp.verify({ secret, token: code })) throw new Refused();
}

// ruleid: sca-dynamic-linking
function authCode(key: string, session: string) {
  return crypto.createHmac('sha256', key).update(session).digest('hex');
}

// ok: sca-dynamic-linking
function paymentCode(key: string, session: string, amount: string, payee: string) {
  return crypto.createHmac('sha256', key).update([session, amount, payee].join('|')).digest('hex');
}
