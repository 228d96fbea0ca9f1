function shortId() {
  return Math.random().toString(36).slice(2);
}
function strongId() {
  return crypto.randomBytes(16).toString('hex');
}
function invite() {
  // ok: weak-random
  const colour = shortId();
  // ok: weak-random
  const accessToken = strongId();
  // ruleid: weak-random
  const resetToken = shortId();
  return [colour, accessToken, resetToken];
}

function open(app) {
  // ruleid: csrf-disabled
  app.use(session({ secret: key, cookie: { secure: true, sameSite: 'none' } }));
  app.post('/mail', change);
}
function guarded(app) {
  // ok: csrf-disabled
  app.use(session({ secret: key, cookie: { secure: true, sameSite: 'none' } }));
  app.use(csrfProtection);
  app.post('/mail', change);
}
function lateGuard(app) {
  // ruleid: csrf-disabled
  app.use(session({ key: 'sid', sameSite: 'none' }, app));
  app.use(router.routes());
  app.use(csrf);
  app.listen(80);
}
function strict(app) {
  // ok: csrf-disabled
  app.use(session({ secret: key, cookie: { secure: true, sameSite: 'strict' } }));
  app.post('/mail', change);
}
