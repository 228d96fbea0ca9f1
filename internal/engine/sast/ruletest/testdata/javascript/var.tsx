// ruleid: var-is-any-declaration, const-is-const
const a = open();
// ruleid: var-is-any-declaration
let b = open();
