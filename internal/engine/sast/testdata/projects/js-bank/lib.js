const cp = require('child_process');
// ruleid: command-injection
exports.one = (c) => { cp.exec(c); };
// ruleid: command-injection
const two = (c) => { cp.exec(c); };
function Dao(db) {
  this.find = (c) => {
    // ruleid: sql-injection
    db.query('SELECT * FROM accounts WHERE id = ' + c);
  };
  this.safe = (c) => {
    // ok: sql-injection
    db.query('SELECT * FROM accounts WHERE id = ?', [c]);
  };
}
class Runner {
  start(c) {
    // ruleid: command-injection
    cp.execSync('run ' + c);
  }
}
const helpers = {
  // ruleid: command-injection
  runNow(c) { cp.exec(c); },
  // ok: command-injection
  never(c) { cp.exec('fixed'); },
};
module.exports = { ...exports, two, Dao, Runner, helpers };
