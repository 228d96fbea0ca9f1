// ruleid: import-or-require
const { get } = require("store");
// ok: import-or-require
const x = require("stores");
// ruleid: tainted-index
table[input()] = 1;
// ok: tainted-index
table[1] = input();
