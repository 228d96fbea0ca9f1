const { exec, execFile, spawn } = require('node:child_process');
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const axios = require('axios');
const https = require('node:https');
const ejs = require('ejs');
const _ = require('lodash');
const express = require('express');
const serialize = require('node-serialize');
const libxmljs = require('libxmljs');
const app = express();

const COLUMNS = ['name', 'created'];
const HOSTS = new Set(['rates.example.com']);
const PARTNERS = new Map([['rates', 'https://rates.example.com/']]);

app.get('/sql', (req, res) => {
  const id = req.query.id;
  // ruleid: sql-injection
  db.query("SELECT * FROM accounts WHERE id = '" + id + "'");
  // ruleid: sql-injection
  pool.query(`SELECT * FROM accounts WHERE id = ${req.params.id}`, (err, rows) => res.json(rows));
  // ok: sql-injection
  db.query('SELECT * FROM accounts WHERE id = ?', [id]);
  // ok: sql-injection
  db.query('SELECT * FROM accounts WHERE id = ' + parseInt(id, 10));
  // ok: sql-injection
  db.query('SELECT * FROM accounts WHERE id = ' + Number(id));
  // ok: sql-injection
  db.query('SELECT * FROM accounts WHERE id = ' + db.escape(id));
  // ruleid: sql-injection
  sequelize.query('SELECT * FROM users WHERE name = "' + req.body.name + '"');
  // ok: sql-injection
  sequelize.query('SELECT * FROM users WHERE name = :name', { replacements: { name: req.body.name } });
  // ruleid: sql-injection
  knex.raw('SELECT * FROM users WHERE name = ' + req.body.name);
  // ruleid: sql-injection
  knex('users').whereRaw('name = ' + req.body.name);
  // ok: sql-injection
  knex('users').where('name', req.body.name);
  // ruleid: sql-injection
  db.all('SELECT * FROM t WHERE c = ' + req.headers['x-c'], [], () => {});
});

app.get('/flows', function (req, res) {
  const list = [];
  list.push('safe');
  list.push(req.query.a);
  // ruleid: sql-injection
  db.query('SELECT ' + list[1]);
  // ok: sql-injection
  db.query('SELECT ' + list[0]);
  const map = { good: 'a', bad: req.query.b };
  // ruleid: sql-injection
  db.query('SELECT ' + map.bad);
  // ok: sql-injection
  db.query('SELECT ' + map.good);
  const store = new Map();
  store.set('x', req.query.x);
  store.set('y', 'constant');
  // ruleid: sql-injection
  db.query('SELECT ' + store.get('x'));
  // ok: sql-injection
  db.query('SELECT ' + store.get('y'));
  let value = req.query.c;
  value = 'overwritten';
  // ok: sql-injection
  db.query('SELECT ' + value);
  let branch = 'x';
  if (7 * 6 > 200) {
    branch = req.query.d;
  }
  // ok: sql-injection
  db.query('SELECT ' + branch);
  const chosen = 500 / 42 > 20 ? req.query.e : 'fixed';
  // ok: sql-injection
  db.query('SELECT ' + chosen);
  let mode = 'q';
  switch (req.query.mode) {
    case 'a': mode = 'first'; break;
    default: mode = req.query.mode;
  }
  // ruleid: sql-injection
  db.query('SELECT ' + mode);
  const round = Buffer.from(Buffer.from(req.query.f).toString('base64'), 'base64').toString();
  // ruleid: sql-injection
  db.query('SELECT ' + round);
  const { g, ...rest } = req.query;
  // ruleid: sql-injection
  db.query('SELECT ' + g);
  const parts = ['SELECT', req.query.h].join(' ');
  // ruleid: sql-injection
  db.query(parts);
  // ruleid: sql-injection
  db.query(wrap(req.query.i));
  // ok: sql-injection
  db.query(constant(req.query.i));
  // ruleid: sql-injection
  db.query(new Builder(req.query.j).text());
  // ruleid: sql-injection
  Promise.resolve(req.query.k).then((v) => db.query('SELECT ' + v));
  let order = req.query.order;
  if (!COLUMNS.includes(order)) {
    order = 'name';
  }
  // ok: sql-injection
  db.query('SELECT * FROM t ORDER BY ' + order);
  const column = COLUMNS.includes(req.query.col) ? req.query.col : 'name';
  // ok: sql-injection
  db.query('SELECT * FROM t ORDER BY ' + column);
  if (!/^[a-z]+$/.test(req.query.t)) {
    return res.status(400).end();
  }
  // ok: sql-injection
  db.query('SELECT * FROM ' + req.query.t);
});

const wrap = (x) => 'SELECT ' + x;
function constant(x) { return 'SELECT 1'; }
class Builder {
  constructor(v) { this.v = v; }
  text() { return 'SELECT ' + this.v; }
}

app.post('/mongo', async (req, res) => {
  // ruleid: nosql-injection
  await User.findOne({ name: req.body.name, password: req.body.password });
  // ok: nosql-injection
  await User.findOne({ name: String(req.body.name) });
  // ok: nosql-injection
  await User.findOne({ name: { $eq: req.body.name } });
  // ok: nosql-injection
  await User.findOne({ _id: req.params.id });
  // ruleid: nosql-injection
  await db.collection('users').find(req.body).toArray();
});

app.post('/command', (req, res) => {
  // ruleid: command-injection
  exec('ping ' + req.body.host, () => {});
  // ruleid: command-injection
  spawn('sh', ['-c', 'ls ' + req.body.dir]);
  // ok: command-injection
  execFile('ping', ['-c', '1', req.body.host]);
  // ok: command-injection
  exec('uptime', () => res.send('ok'));
  if (HOSTS.has(req.body.host)) {
    // ok: command-injection
    exec('ping ' + req.body.host);
  }
});

app.post('/code', (req, res) => {
  // ruleid: code-injection
  eval(req.body.code);
  // ruleid: code-injection
  const f = new Function('a', req.body.code);
  // ruleid: code-injection
  vm.runInNewContext(req.body.code, {});
  // ruleid: code-injection
  setTimeout(req.body.code, 100);
  // ok: code-injection
  setTimeout(() => run(req.body.code), 100);
  // ok: code-injection
  eval('1 + 1');
  // ok: code-injection
  JSON.parse(req.body.code);
  // ruleid: template-injection
  res.send(ejs.render('<p>' + req.body.name + '</p>'));
  // ok: template-injection
  res.send(ejs.render('<p><%= name %></p>', { name: req.body.name }));
  // ruleid: unsafe-deserialisation
  serialize.unserialize(req.cookies.profile);
  // ok: unsafe-deserialisation
  JSON.parse(req.cookies.profile);
  // ruleid: xxe
  libxmljs.parseXml(req.body.xml, { noent: true });
  // ok: xxe
  libxmljs.parseXml(req.body.xml);
  // ruleid: regex-injection
  new RegExp(req.query.q);
  // ok: regex-injection
  new RegExp(_.escapeRegExp(req.query.q));
  // ruleid: prototype-pollution
  _.merge({}, req.body);
  // ok: prototype-pollution
  _.merge({}, { a: 1 });
  // ruleid: unsafe-reflection
  handlers[req.query.action](req);
  // ok: unsafe-reflection
  handlers.list(req);
  // ruleid: mass-assignment
  User.create(req.body);
  // ok: mass-assignment
  User.create({ name: req.body.name });
});

app.get('/files', (req, res) => {
  // ruleid: path-traversal
  fs.readFile('data/' + req.query.file, () => {});
  // ruleid: path-traversal
  fs.createReadStream(path.join(__dirname, req.query.file));
  // ruleid: path-traversal
  res.sendFile(path.join(__dirname, req.params.name));
  // ok: path-traversal
  fs.readFile(path.join('data', path.basename(req.query.file)), () => {});
  // ok: path-traversal
  res.sendFile(req.params.name, { root: __dirname });
  const full = path.resolve('data', req.query.file);
  if (!full.startsWith('/srv/data/')) {
    return res.status(403).end();
  }
  // ok: path-traversal
  fs.readFile(full, () => {});
});

app.get('/page', (req, res) => {
  // ruleid: cross-site-scripting
  res.send('<h1>' + req.query.name + '</h1>');
  // ruleid: cross-site-scripting
  res.write(`<p>${req.query.name}</p>`);
  // ruleid: cross-site-scripting
  res.status(200).send('Hello ' + req.query.name);
  // ok: cross-site-scripting
  res.send('<h1>' + escapeHtml(req.query.name) + '</h1>');
  // ok: cross-site-scripting
  res.send('<h1>' + encodeURIComponent(req.query.name) + '</h1>');
  // ok: cross-site-scripting
  res.json({ name: req.query.name });
  // ok: cross-site-scripting
  res.send({ name: req.query.name });
  // ok: cross-site-scripting
  res.type('text/plain').send(req.query.name);
  // ok: cross-site-scripting
  res.render('page', { name: req.query.name });
});

app.get('/plain', (req, res) => {
  res.setHeader('Content-Type', 'text/plain');
  // ok: cross-site-scripting
  res.end('Hello ' + req.query.name);
});

app.get('/call', async (req, res) => {
  // ruleid: ssrf
  await axios.get(req.query.url);
  // ruleid: ssrf
  await fetch('http://' + req.query.host + '/status');
  // ruleid: ssrf
  https.get(req.query.url, (answer) => answer.pipe(res));
  // ok: ssrf
  await axios.get('https://rates.example.com/' + req.query.day);
  // ok: ssrf
  await axios.get(`https://rates.example.com/v1/${req.query.day}`);
  // ok: ssrf
  await axios.get(PARTNERS.get(req.query.partner));
  const target = new URL(req.query.url);
  if (!HOSTS.has(target.hostname)) {
    return res.status(400).end();
  }
  // ok: ssrf
  await fetch(target);
});

app.get('/go', (req, res) => {
  // ruleid: open-redirect
  res.redirect(req.query.next);
  // ruleid: open-redirect
  res.redirect(302, req.query.next);
  // ruleid: open-redirect
  res.writeHead(302, { Location: req.query.next });
  // ok: open-redirect
  res.redirect('/home');
  // ok: open-redirect
  res.redirect('/search?q=' + encodeURIComponent(req.query.q));
  // ok: open-redirect
  res.redirect(`/accounts/${req.query.id}`);
  // ruleid: log-injection
  console.log('login of ' + req.body.user);
  // ok: log-injection
  console.log('agent ' + req.headers['user-agent']);
  // ok: log-injection
  console.log('login of ' + req.body.user.replace(/[\r\n]/g, '_'));
  // ruleid: header-injection
  res.setHeader('X-Name', req.query.name);
  // ok: header-injection
  res.setHeader('X-Name', encodeURIComponent(req.query.name));
  // ruleid: trust-boundary
  req.session.role = req.body.role;
  // ok: trust-boundary
  req.session.role = 'user';
  // ruleid: xpath-injection
  xpath.select("//user[name='" + req.query.name + "']", doc);
  // ok: xpath-injection
  xpath.select('//user', doc);
  // ruleid: ldap-injection
  client.search('dc=example', { filter: '(uid=' + req.query.uid + ')' }, () => {});
  // ok: ldap-injection
  client.search('dc=example', { filter: new EqualityFilter({ attribute: 'uid', value: req.query.uid }) }, () => {});
  // ruleid: format-string, log-injection
  console.log(req.query.f, 'x');
  // ok: format-string
  // ruleid: log-injection
  console.log('%s', req.query.f);
  // ruleid: email-header-injection
  transport.sendMail({ to: 'a@example.com', subject: req.body.subject, text: 'x' });
  // ok: email-header-injection
  transport.sendMail({ to: 'a@example.com', subject: 'Hello', text: req.body.text });
  // ruleid: file-upload, path-traversal
  fs.writeFile('uploads/' + req.file.originalname, req.file.buffer, () => {});
  // ok: file-upload
  fs.writeFile('uploads/' + crypto.randomUUID(), req.file.buffer, () => {});
});

const { isIP } = require("net");
const child = require("child_process");
app.get("/reach", (req, res) => {
  const machine = req.query.machine;
  // ruleid: command-injection
  child.execSync("ping " + machine);
  if (isIP(machine) === 0) {
    throw new Error("no address");
  }
  // ok: command-injection
  child.execSync("ping " + machine);
  const mode = req.query.mode;
  // ok: command-injection
  child.execSync("ping " + (mode === "slow" ? mode : "fast"));
  // ruleid: command-injection
  child.execSync("ping " + (mode === "slow" ? "fast" : mode));
});

const ROUTES = Object.freeze({ start: '/start', help: '/help' });
const KINDS = ['inbox', 'archive'];
const WHOLE_WORD = /^[a-z]{1,20}$/;
const SOME_WORD = /[a-z]+/;
const isKind = (kind) => KINDS.includes(kind);
function known(kind) { return Object.hasOwn(ROUTES, kind); }

app.get('/tables', (req, res) => {
  const page = req.query.page;
  // ok: open-redirect
  res.redirect(ROUTES[page] ?? '/');
  // ok: open-redirect
  res.redirect((Object.hasOwn(ROUTES, page) && ROUTES[page]) || '/');
  // ruleid: open-redirect
  res.redirect(ROUTES[page] ?? page);
  // ok: ssrf
  fetch(page in ROUTES ? `https://${page}` : 'https://docs.example.com');
  // ruleid: ssrf
  fetch(page in ROUTES ? 'https://docs.example.com' : `https://${page}`);
  if (WHOLE_WORD.test(page)) {
    // ok: sql-injection
    db.query('SELECT * FROM t ORDER BY ' + page);
  }
  if (SOME_WORD.test(page)) {
    // ruleid: sql-injection
    db.query('SELECT * FROM t ORDER BY ' + page);
  }
  if (isKind(page)) {
    // ok: sql-injection
    db.query('SELECT * FROM ' + page);
  }
  if (known(page)) {
    // ok: sql-injection
    db.query('SELECT * FROM ' + page);
  }
});

app.get('/forward', (req, res) => {
  const to = req.query.to;
  if (to.startsWith('/')) {
    // ruleid: open-redirect
    return res.redirect(to);
  }
  if (to.startsWith('https://docs.example.com')) {
    // ruleid: open-redirect
    return res.redirect(to);
  }
  if (to.startsWith('/') && !to.startsWith('//')) {
    // ok: open-redirect
    return res.redirect(to);
  }
  if (to.startsWith('https://docs.example.com/')) {
    // ok: open-redirect
    return res.redirect(to);
  }
  const target = new URL(to, 'https://docs.example.com');
  if (target.origin === 'https://docs.example.com') {
    // ok: open-redirect
    return res.redirect(target.pathname);
  }
  const search = new URL('https://docs.example.com/search');
  search.searchParams.set('q', to);
  // ok: open-redirect
  res.redirect(search);
  // ok: ssrf
  fetch(search);
});

app.get('/folders', (req, res) => {
  const file = path.resolve('/data/public', req.query.file);
  if (file.startsWith('/data/pub')) {
    // ruleid: path-traversal
    fs.readFile(file, () => {});
  }
  if (file.startsWith('/data/public/')) {
    // ok: path-traversal
    fs.readFile(file, () => {});
  }
  if (!file.startsWith(BASE_DIR + path.sep)) {
    return res.end();
  }
  // ok: path-traversal
  fs.readFile(file, () => {});
});

app.get('/folders2', (req, res) => {
  for (const name of req.query.names) {
    const file = path.join('/data/public', name);
    if (path.relative('/data/public', file).startsWith('..')) continue;
    // ok: path-traversal
    fs.readFile(file, () => {});
  }
});

const net = require('net');
const tcp = net.createServer((connection) => {
  connection.once('data', (bytes) => {
    // ruleid: command-injection
    exec('whois ' + bytes.toString());
    // ruleid: header-injection
    connection.end(['HTTP/1.1 200 OK', `X-Who: ${bytes}`, '', ''].join('\r\n'));
    // ok: header-injection
    connection.end(['HTTP/1.1 200 OK', `X-Who: ${encodeURIComponent(bytes)}`, '', ''].join('\r\n'));
  });
});
const resolvers = {
  Query: {
    // ruleid: sql-injection
    search: (_parent, args) => db.query('SELECT * FROM t WHERE n = ' + args.name),
    // ok: sql-injection
    byId: (_parent, { id }) => db.query('SELECT * FROM t WHERE n = ?', [id]),
  },
};

const trail = fs.createWriteStream('/var/log/trail.log', { flags: 'a' });
const report = fs.createWriteStream('/srv/report.txt');
app.post('/trail', (req, res) => {
  // ruleid: log-injection
  trail.write(`seen ${req.body.device}\n`);
  // ok: log-injection
  trail.write(JSON.stringify({ device: req.body.device }) + '\n');
  // ok: log-injection
  report.write(`seen ${req.body.device}\n`);
  // ruleid: log-injection
  fs.appendFileSync('/var/log/trail.log', req.body.device + '\n');
});

app.post('/person', (req, res) => {
  const { mail, code } = req.body;
  // ruleid: nosql-injection
  people.findOne({ mail, code });
  if (typeof mail !== 'string' || typeof code !== 'string') return res.sendStatus(400);
  // ok: nosql-injection
  people.findOne({ mail, code });
});

app.get('/staff', (req, res) => {
  // ruleid: ldap-injection
  client.search('dc=example', { filter: `(uid=${req.query.uid.replace(/[,+"\\<>;=#]/g, '\\$&')})` });
  // ok: ldap-injection
  client.search('dc=example', { filter: `(uid=${req.query.uid.replace(/[\\*()\0]/g, '')})` });
});

const runLater = util.promisify(child_process.exec);
app.get('/later', async (req, res) => {
  // ruleid: command-injection
  await runLater(`print ${req.query.slip}`);
  // ok: command-injection
  await runLater('print all');
  const options = { shell: true };
  // ruleid: command-injection
  child_process.spawn('print', [req.query.slip], options);
  // ruleid: xpath-injection
  res.json(xpath.select(`//slip[@id='${req.query.id}']`, slips).length);
  const { searchParams } = new URL(req.url, 'http://localhost');
  // ruleid: open-redirect
  res.redirect(searchParams.get('to'));
});

app.get('/terms', async (req, res) => {
  // ok: sql-injection
  res.json(await db.raw('select term from terms where term like ?', [req.query.like]));
  // ok: regex-injection
  res.json(await terms.search({ like: req.query.like }));
  // ruleid: regex-injection
  res.json('a b'.search(req.query.like));
});

const HOME = 'https://home.example';
const SHOP = 'https://shop.example/';
app.get('/back', (req, res) => {
  const url = new URL(req.query.to, HOME);
  // ruleid: open-redirect
  res.redirect(url.href.startsWith(HOME) ? url.href : '/');
  const shop = new URL(req.query.to, SHOP);
  // ok: open-redirect
  res.redirect(shop.href.startsWith(SHOP) ? shop.href : '/');
});
