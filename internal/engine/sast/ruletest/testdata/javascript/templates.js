// ruleid: any-template
show(`a`);
// ruleid: any-template
show(`a${b}c`);
// ok: any-template
show("a");
// ruleid: value-last
open(`/x/${y}`);
// ok: value-last
open(`${y}/x`);
