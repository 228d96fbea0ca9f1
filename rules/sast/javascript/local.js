const { exec } = require('child_process');
// ruleid: command-injection
exec('ls ' + process.argv[2]);
// ok: command-injection
exec('ls');
// ruleid: code-injection
eval(process.env.CODE);
// ok: code-injection
eval('1');
rl.question('id?', (answer) => {
  // ruleid: sql-injection
  db.query('SELECT * FROM t WHERE id = ' + answer);
  // ok: sql-injection
  db.query('SELECT * FROM t WHERE id = ?', [answer]);
});
// ruleid: path-traversal
fs.readFileSync(path.join('data', process.argv[2]));
// ok: path-traversal
fs.readFileSync(path.join('data', path.basename(process.argv[2])));
// ruleid: unsafe-deserialisation
serialize.unserialize(process.argv[2]);
// ok: unsafe-deserialisation
JSON.parse(process.argv[2]);
// ok: command-injection
child_process.exec("run " + process.env.MODE);
