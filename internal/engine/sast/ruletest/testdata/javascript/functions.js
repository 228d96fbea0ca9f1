// ruleid: named-callback
each(x => x + 1);
// ruleid: named-callback
each(function (x) { return x; });
// ok: named-callback
each((x, y) => x);
// ruleid: one-statement
function a(x) { if (x.ok) { go(); } }
// ok: one-statement
function c(x) { go(); }
