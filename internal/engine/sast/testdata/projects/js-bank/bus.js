const { EventEmitter } = require("events");
const { execSync } = require("child_process");

const bus = new EventEmitter();

bus.on("print", (till, copies) => {
  // ruleid: command-injection
  execSync("lp " + till);
  // ok: command-injection
  execSync("lp " + copies);
});

bus.on("open", (till) => {
  // ok: command-injection
  execSync("open " + till);
});

module.exports = bus;
