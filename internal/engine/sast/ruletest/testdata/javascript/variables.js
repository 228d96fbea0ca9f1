function a(file) {
  // ruleid: same-variable
  read(file);
}
function b(file) {
  check(file);
  // ok: same-variable
  read(file);
}
function c() {
  const k = key("x");
  // ruleid: stands-for
  sign(k);
  let m = key("y");
  m = other();
  // ok: stands-for
  sign(m);
}
