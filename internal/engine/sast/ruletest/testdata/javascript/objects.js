// ruleid: open-object
connect({ host: "db", tls: { ca: cert, verify: false } });
// ok: open-object
connect({ host: "db", tls: { verify: true } });
// ok: open-object
connect({ verify: false });
