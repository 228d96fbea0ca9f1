'use strict';

const crypto = require('node:crypto');

// weakCode is a one-time code that can be guessed from the ones before.
exports.weakCode = function weakCode() {
  return String(Math.floor(Math.random() * 1e6)).padStart(6, '0');
};

exports.code = function code() {
  return String(crypto.randomInt(1e6)).padStart(6, '0');
};

exports.weakHash = function weakHash(pin) {
  return crypto.createHash('md5').update(pin).digest('hex');
};

exports.hash = function hash(pin, salt) {
  return crypto.scryptSync(pin, salt, 32).toString('hex');
};

// A payment link names amount and payee in what it signs (dynamic linking,
// Delegated Regulation (EU) 2018/389, article 5); this one does not.
exports.weakLink = function weakLink(key, session) {
  return crypto.createHmac('sha256', key).update(session).digest('hex');
};

exports.link = function link(key, session, amount, payee) {
  return crypto.createHmac('sha256', key).update([session, amount, payee].join('|')).digest('hex');
};
