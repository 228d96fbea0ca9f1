const lib = require('./lib');
const { two, Dao, Runner, helpers } = require('./lib');

module.exports = function handle(req, res) {
  lib.one(req.query.a);
  two(req.query.b);
  new Dao(db).find(req.query.c);
  new Dao(db).safe(req.query.c);
  new Runner().start(req.query.d);
  helpers.runNow(req.query.e);
  helpers.never(req.query.e);
};
