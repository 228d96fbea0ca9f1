'use strict';

exports.database = 'mongodb://mobile:cF8wLz3KqT6x@accounts-db.internal:27017/accounts';
exports.cache = `redis://cache:${process.env.CACHE_PASSWORD}@cache.internal:6379/0`;
exports.pushPassword = 'Qb5#xVn8Lw2Z';
exports.smsPassword = process.env.SMS_PASSWORD;
exports.passwordMinimumLength = 12;
