const crypto = require('crypto');
const jwt = require('jsonwebtoken');
const ALGORITHM = 'md5';
// ruleid: weak-hash
crypto.createHash('md5').update(data).digest('hex');
// ruleid: weak-hash
crypto.createHash(ALGORITHM);
// ok: weak-hash
crypto.createHash('sha256').update(data).digest('hex');
// ok: weak-hash
crypto.createHmac('sha1', key);
// ruleid: weak-cipher
crypto.createCipheriv('des-ede3-cbc', key, iv);
// ruleid: weak-cipher
crypto.createCipheriv('aes-128-ecb', key, null);
// ok: weak-cipher
crypto.createCipheriv('aes-256-gcm', key, iv);
function cipher(key, fresh) {
  const fixed = Buffer.from('0123456789abcdef');
  // ruleid: static-iv
  crypto.createCipheriv('aes-256-cbc', key, fixed);
  const iv = crypto.randomBytes(16);
  // ok: static-iv
  crypto.createCipheriv('aes-256-cbc', key, iv);
  // ruleid: hardcoded-key
  crypto.createCipheriv('aes-256-cbc', 'my secret key of thirty-two byte', iv);
  // ok: hardcoded-key
  crypto.createCipheriv('aes-256-cbc', process.env.KEY, iv);
}
function makeToken() {
  // ruleid: weak-random
  return Math.random().toString(36);
}
// ok: weak-random
const colour = Math.random() * 255;
// ok: weak-random
const token = crypto.randomBytes(16);
// ruleid: weak-key-size
crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
// ok: weak-key-size
crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
// ruleid: tls-not-verified
https.request({ host: 'example.com', rejectUnauthorized: false });
// ok: tls-not-verified
https.request({ host: 'example.com', rejectUnauthorized: true });
// ruleid: tls-not-verified
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
// ruleid: tls-old-version
tls.connect({ minVersion: 'TLSv1' });
// ok: tls-old-version
tls.connect({ minVersion: 'TLSv1.2' });
// ruleid: weak-password-hash
crypto.createHash('sha256').update(password).digest('hex');
// ok: weak-password-hash
crypto.createHash('sha256').update(document).digest('hex');
// ruleid: weak-password-hash
crypto.pbkdf2Sync(secret, salt, 1000, 32, 'sha512');
// ok: weak-password-hash
crypto.pbkdf2Sync(secret, salt, 600000, 32, 'sha512');
// ruleid: unsalted-hash
crypto.scryptSync(secret, 'salt', 32);
// ok: unsalted-hash
crypto.scryptSync(secret, crypto.randomBytes(16), 32);
// ruleid: jwt-weak-key
jwt.sign({ id: 1 }, 'secret');
// ok: jwt-weak-key
jwt.sign({ id: 1 }, process.env.JWT_KEY);
// ruleid: hardcoded-credential
mysql.createConnection({ host: 'db', user: 'app', password: 'Tr0ub4dor' });
// ok: hardcoded-credential
mysql.createConnection({ host: 'db', user: 'app', password: process.env.DB_PASSWORD });
class Sealer {
  constructor(key) {
    this.key = key;
    this.start = Buffer.alloc(16, 'x');
  }

  seal(text) {
    // ruleid: static-iv
    return crypto.createCipheriv('aes-256-cbc', this.key, this.start);
  }

  fresh(text) {
    const start = Buffer.alloc(16);
    crypto.randomFillSync(start);
    // ok: static-iv
    return crypto.createCipheriv('aes-256-cbc', this.key, start);
  }
}
const zero = new Uint8Array(12);
async function web(key, data) {
  // ruleid: static-iv
  await crypto.subtle.encrypt({ name: 'AES-GCM', iv: zero }, key, data);
  const random = crypto.getRandomValues(new Uint8Array(12));
  // ok: static-iv
  await crypto.subtle.encrypt({ name: 'AES-GCM', iv: random }, key, data);
}
const HEX = '00112233445566778899aabbccddeeff';
const fixedKey = Buffer.from(HEX, 'hex');
function under(iv) {
  // ruleid: hardcoded-key
  return crypto.createCipheriv('aes-128-gcm', fixedKey, iv);
}
function underEnv(iv) {
  // ok: hardcoded-key
  return crypto.createCipheriv('aes-128-gcm', Buffer.from(process.env.KEY, 'hex'), iv);
}
// ruleid: weak-key-size
const small = { modulusLength: 2 ** 10, publicExponent: 3 };
// ok: weak-key-size
const large = { modulusLength: 2 ** 12, publicExponent: 3 };
const VERIFY = false;
// ruleid: tls-not-verified
new https.Agent({ keepAlive: true, rejectUnauthorized: VERIFY });
// ok: tls-not-verified
new https.Agent({ keepAlive: true, rejectUnauthorized: !VERIFY });
// ruleid: weak-password-hash
crypto.createHash('sha256').update(salt).update(password).digest('hex');
// ruleid: weak-password-hash
crypto.createHash('sha512').update(salt + user.password).digest('hex');
// ok: weak-password-hash
crypto.createHash('sha512').update(salt).update(passwordPolicy).digest('hex');
// ruleid: weak-password-hash
crypto.scryptSync(phrase, salt, 32, { N: 1024 });
// ok: weak-password-hash
crypto.scryptSync(phrase, salt, 32, { N: 2 ** 17 });
const mailbox = {
  user: 'robot',
  // ruleid: hardcoded-credential
  pass: 'Winter-Schnee-12!',
};
nodemailer.createTransport({ host: 'mail', auth: mailbox });
// ok: hardcoded-credential
nodemailer.createTransport({ host: 'mail', auth: { user: 'robot', pass: process.env.MAIL_PASS } });
// ok: hardcoded-credential
button.bind(null, 'png');
// ok: hardcoded-credential
const schema = { username: { type: 'String' }, password: { type: 'String' } };
