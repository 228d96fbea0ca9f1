'use strict';

const config = require('./config');

const balances = new Map([['a1', 100], ['a2', 5]]);
const minor = new Map([['a1', 10000n], ['a2', 500n]]);
const keys = new Set();

// move loses cents: balances are floating point.
exports.move = function move(from, to, amount) {
  balances.set(from, (balances.get(from) || 0) - amount);
  balances.set(to, (balances.get(to) || 0) + amount);
  return balances.get(to);
};

exports.moveMinor = function moveMinor(from, to, amount) {
  minor.set(from, (minor.get(from) || 0n) - amount);
  minor.set(to, (minor.get(to) || 0n) + amount);
  return minor.get(to);
};

exports.seen = function seen(key) {
  const again = keys.has(key);
  keys.add(key);
  return again;
};

// byOwner and byNumber ask a database that the caller hands in.
exports.byOwner = function byOwner(db, query) {
  return db.query("SELECT id FROM accounts WHERE owner = '" + query.get('owner') + "'");
};

exports.byNumber = function byNumber(db, query) {
  return db.query('SELECT id FROM accounts WHERE number = $1', [query.get('number')]);
};

exports.address = config.database;
