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
const plainCookie = { httpOnly: true, sameSite: 'strict' };
// ruleid: insecure-cookie
app.use(session({ secret: key, cookie: plainCookie }));
const lateCookie = { httpOnly: true };
lateCookie.secure = true;
// ok: insecure-cookie
app.use(session({ secret: key, cookie: lateCookie }));
async function remember() {
  const store = await cookies();
  // ruleid: insecure-cookie, cookie-not-httponly
  store.set('sid', id, { httpOnly: false, secure: false });
  // ok: insecure-cookie, cookie-not-httponly
  store.set('sid', id, { httpOnly: true, secure: true });
}
function pick(token, keys) {
  // ok: jwt-not-verified
  const key = keys.get(jwt.decode(token, { complete: true })?.header?.kid);
  return jwt.verify(token, key, { algorithms: ['RS256'] });
}
const accepted = ['RS256', 'none'];
function lax(token, key) {
  // ruleid: jwt-not-verified
  return jwt.verify(token, key, { algorithms: accepted });
}
class Gate {
  async open(token) {
    try { return (await jwtVerify(token, keys)).payload; } catch {
      // ok: jwt-not-verified
      console.warn('refused', decodeJwt(token).iss);
    }
  }

  peek(token) {
    // ruleid: jwt-not-verified
    return decodeJwt(token);
  }
}
app.use(cors({
  origin(origin, done) {
    // ruleid: cors-any-origin
    done(null, !origin || /example\.com/.test(origin));
  },
}));
app.use(cors({
  // ok: cors-any-origin
  origin: (origin, done) => done(null, ORIGINS.includes(origin)),
}));
app.use(cors({
  origin: (origin, done) => {
    if (!ORIGINS.has(origin)) return done(new Error('no'));
    // ok: cors-any-origin
    done(null, true);
  },
}));
// ruleid: cors-any-origin
app.use(cors({ origin: /example\.com$/ }));
// ok: cors-any-origin
app.use(cors({ origin: /^https:\/\/([a-z]+\.)?example\.com$/ }));
// ruleid: debug-enabled
inspector.open(9229, '0.0.0.0');
// ok: debug-enabled
if (process.env.NODE_ENV === 'development') inspector.open();

app.post('/enter', (req, res) => {
  const late = { httpOnly: true };
  late.secure = true;
  // ok: insecure-cookie
  res.cookie('entry', req.pass, late);
  const never = { httpOnly: true };
  // ruleid: insecure-cookie
  res.cookie('entry', req.pass, never);
});
