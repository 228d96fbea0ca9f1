const jwt = require('jsonwebtoken');
function a(req, res) {
  // ruleid: insecure-cookie, cookie-not-httponly
  res.cookie('sid', value);
  // ruleid: insecure-cookie
  res.cookie('sid', value, { httpOnly: true });
  // ok: insecure-cookie, cookie-not-httponly
  res.cookie('sid', value, { httpOnly: true, secure: true });
  // ruleid: jwt-not-verified
  const claims = jwt.decode(req.headers.authorization);
  // ruleid: cors-any-origin
  res.setHeader('Access-Control-Allow-Origin', '*');
  // ok: cors-any-origin
  res.setHeader('Access-Control-Allow-Origin', 'https://bank.example.com');
  try { work(); } catch (err) {
    // ruleid: error-details-exposed
    res.status(500).send(err.stack);
    // ok: error-details-exposed
    res.status(500).send('failed');
  }
}
function b(token, key) {
  // ok: jwt-not-verified
  return jwt.verify(token, key, { algorithms: ['RS256'] });
}
// ruleid: csrf-disabled
app.use(lusca({ csrf: false }));
// ok: csrf-disabled
app.use(lusca({ csrf: true }));
// ruleid: missing-origin-check
window.addEventListener('message', (e) => { run(e.data); });
// ok: missing-origin-check
window.addEventListener('message', (e) => { if (e.origin === home) run(e.data); });
// ruleid: debug-enabled
app.use(errorhandler());
if (process.env.NODE_ENV === 'development') {
  // ok: debug-enabled
  app.use(errorhandler());
}
// ruleid: clear-text-transport
fetch('http://api.example.com/accounts');
// ok: clear-text-transport
fetch('https://api.example.com/accounts');
// ok: clear-text-transport
fetch('http://localhost:8080/accounts');
router.get('/accounts', isLoggedIn, list);
// ruleid: missing-authorisation
router.post('/accounts', (req, res) => { save(req.body); });
// ok: missing-authorisation
router.post('/accounts', isLoggedIn, (req, res) => { save(req.body); });
