const session = require('express-session');
function application(app, db) {
  // ruleid: csrf-disabled
  app.use(session({ secret: config.secret, resave: true }));
  app.use(routes);
}
function careful(app) {
  // ok: csrf-disabled
  app.use(session({ secret: config.secret, cookie: { sameSite: 'lax', secure: true } }));
}
function guarded(app) {
  // ok: csrf-disabled
  app.use(session({ secret: config.secret }));
  app.use(csrf());
}
function login(req, res) {
  const { userName, password } = req.body;
  users.check(userName, password, (err, user) => {
    // ruleid: session-fixation
    req.session.userId = user.id;
  });
}
function loginAgain(req, res) {
  const { userName, password } = req.body;
  users.check(userName, password, (err, user) => {
    req.session.regenerate(() => {
      // ok: session-fixation
      req.session.userId = user.id;
    });
  });
}
function choose(req, res) {
  // ok: session-fixation
  req.session.role = 'reader';
}
function routesOne(app, handlers) {
  // ruleid: missing-authorisation
  const isAdmin = handlers.isAdminMiddleware;
  app.get('/users', isLoggedIn, handlers.users);
}
function routesTwo(app, handlers) {
  // ok: missing-authorisation
  const isAdmin = handlers.isAdminMiddleware;
  app.get('/users', isLoggedIn, isAdmin, handlers.users);
}
function show(req, res) {
  const { userId } = req.params;
  // ruleid: missing-object-check
  accountsDAO.getByUser(userId, (err, a) => res.json(a));
}
function showOwn(req, res) {
  const { userId } = req.params;
  if (userId !== req.session.userId) return res.sendStatus(403);
  // ok: missing-object-check
  accountsDAO.getByUser(userId, (err, a) => res.json(a));
}
function signUp(req, res) {
  const { name, password } = req.body;
  const user = { name, password };
  // ruleid: plain-text-password
  usersCol.insertOne(user);
  const hidden = { name, password: bcrypt.hashSync(password, 12) };
  // ok: plain-text-password
  usersCol.insertOne(hidden);
}
// ruleid: cross-site-scripting
swig.setDefaults({ autoescape: false });
// ok: cross-site-scripting
swig.setDefaults({ autoescape: true });
const failed = (err, req, res, next) => {
  // ruleid: error-details-exposed
  res.render('error', { error: err });
  // ok: error-details-exposed
  res.render('error', { error: 'sorry' });
};
module.exports = {
  // ruleid: hardcoded-credential
  cookieSecret: 'session_secret_4_all',
  // ruleid: hardcoded-credential
  cryptoKey: 'a_key_for_everything',
  algorithm: 'aes-256-gcm',
};
// ok: hardcoded-credential
module.exports = { port: 80, cookieSecret: process.env.COOKIE_SECRET };
