const shapes = {
  // ok: redos
  plain: /^[a-z]+$/,
};

// ruleid: redos
const slow = { word: /^(\w+\s?)+$/, plain: /^[a-z]+$/ };

// ruleid: redos
const pairs = new Map([['name', /^(\w+\s?)+$/]]);
