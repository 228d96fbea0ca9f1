// ruleid: redos
const bad = new RegExp('^(a+)+$');
// ok: redos
const good = new RegExp('^a+$');
// ruleid: race-condition
if (!fs.existsSync(file)) {
  fs.writeFileSync(file, data);
}
// ok: race-condition
fs.writeFileSync(file, data, { flag: 'wx' });
// ruleid: world-writable-file
fs.chmodSync(file, 0o777);
// ok: world-writable-file
fs.chmodSync(file, 0o600);
// ruleid: insecure-temp-file
fs.writeFileSync('/tmp/report.txt', data);
// ok: insecure-temp-file
fs.writeFileSync('/srv/report.txt', data);
// ruleid: timing-attack
if (signature === expected) { pay(); }
// ok: timing-attack
if (crypto.timingSafeEqual(signature, expected)) { pay(); }
// ruleid: prototype-pollution
function mergeDeep(target, source) {
  for (const key in source) {
    target[key] = source[key];
  }
}
// ok: prototype-pollution
function mergeSafe(target, source) {
  for (const key in source) {
    if (key === '__proto__') continue;
    target[key] = source[key];
  }
}
