// ruleid: deep-statement
function check(token) {
  if (jwt.verify(token)) {
    return token;
  }
}
// ok: deep-statement
function pass(token) {
  return token;
}
class View {
  // ruleid: member-pattern
  state = { open: false };
}
