function hoisted() {
  const [a, b] = parts();
  // ok: ways
  sink(a);
  // ruleid: ways
  sink(b);
  function parts() { return ['x', input()]; }
}

function classes() {
  const data = input();
  class Base {
    constructor(v) { this.v = v; }
    get() { return this.v; }
    plain() { return input(); }
  }
  class Sub extends Base {
    constructor(v) { super(v); this.other = 'x'; }
    plain() { return 'x'; }
    shown() { return this.get(); }
    around() { return data; }
  }
  const s = new Sub(input());
  // ruleid: ways
  sink(s.shown());
  // ok: ways
  sink(s.other);
  // ok: ways
  sink(s.plain());
  // ruleid: ways
  sink(s.around());
}

class Holder {
  set(v) { this.v = v; }
  get() { return this.v; }
}

function overwritten() {
  const h = new Holder();
  h.set(input());
  // ruleid: ways
  sink(h.get());
  h.set('x');
  // ok: ways
  sink(h.get());
}

function aliases() {
  const a = { v: 'x', w: 'x' };
  const b = a;
  b.v = input();
  // ruleid: ways
  sink(a.v);
  // ok: ways
  sink(a.w);
  delete b.v;
  // ok: ways
  sink(a.v);
}

function promises() {
  new Promise((resolve, reject) => { setTimeout(() => resolve(input()), 1); }).then((v) => {
    // ruleid: ways
    sink(v);
    return 'x';
  }).then((v) => {
    // ok: ways
    sink(v);
  });
}

function callbacks() {
  const twice = (f, v) => f(f(v));
  const each = function (list, f) { for (const x of list) f(x); };
  // ruleid: ways
  each([input()], (x) => sink(x));
  // ruleid: ways
  sink(twice((x) => x + '!', input()));
}

function later() {
  let now = 'x';
  const show = () => {
    // ruleid: ways
    sink(now);
  };
  now = input();
  show();
}

function elements() {
  const list = ['x', input(), ...['y', input()]];
  // ok: ways
  sink(list[0]);
  // ruleid: ways
  sink(list[1]);
  // ok: ways
  sink(list[2]);
  // ruleid: ways
  sink(list[3]);
  const [first, ...others] = list;
  // ok: ways
  sink(first);
  // ruleid: ways
  sink(others[0]);
  // ok: ways
  sink(others[1]);
  const byName = new Map();
  byName.set(input(), 'x');
  for (const v of byName.values()) {
    // ok: ways
    sink(v);
  }
  for (const k of byName.keys()) {
    // ruleid: ways
    sink(k);
  }
  list.reverse();
  // ruleid: ways
  sink(list[0]);
}

function thrown() {
  try {
    throw new Error(input());
  } catch (e) {
    // ruleid: ways
    sink(e.message);
  }
}

function loops() {
  let v = input();
  for (let i = 0; i < 2; i++) { v = 'x'; }
  // ok: ways
  sink(v);
  let w = 'x';
  while (false) { w = input(); }
  // ok: ways
  sink(w);
  switch (3) { case 4: w = input(); }
  // ok: ways
  sink(w);
}

// Functions of the platform mean the same in a closure outside any function.
const _ = require('lodash');

app.get('/merged', () => {
  const o = { kept: 1 };
  Object.assign(o, { note: input() });
  // ruleid: ways
  sink(o.note);
  const p = {};
  _.merge(p, input());
  // ruleid: ways
  sink(p.note);
  const sizes = Object.keys(['x']);
  // ok: ways
  sink(sizes[0]);
});

app.get('/timer', () => {
  setTimeout((a, b) => {
    // ok: ways
    sink(a);
    // ruleid: ways
    sink(b);
  }, 10, 'x', input());
});

app.get('/getter', () => {
  const o = { get note() { return input(); }, get fixed() { return 'x'; } };
  // ruleid: ways
  sink(o.note);
  // ok: ways
  sink(o.fixed);
});

function first(texts, ...values) { return values[0]; }
function second(texts, ...values) { return texts[0]; }

function tags() {
  // ruleid: ways
  sink(first`a ${input()} b ${1}`);
  // ok: ways
  sink(second`a ${input()} b ${1}`);
  // ruleid: ways
  sink(unknown`a ${input()} b`);
  // ok: ways
  sink(useMemo(() => 'x', [input()]));
  // ruleid: ways
  sink(useMemo(() => input(), []));
}

function local() {
  const joined = (texts, ...values) => texts[0] + values[0];
  // ruleid: ways
  sink(joined`a ${input()} b`);
  const other = (texts, ...values) => texts[0] + values[0];
  // ok: ways
  sink(other`a ${'x'} b ${input()}`);
  const make = v => () => v;
  // ruleid: ways
  sink(useMemo(make(input()), []));
}

function sets() { unseen = input(); }
app.get('/unseen', () => {
  // ruleid: ways
  sink(unseen);
});
