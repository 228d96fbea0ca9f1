import { NextFunction, Request, Response } from 'express';

const known = new Set(['https://www.shop.example']);

export function anybody(req: Request, res: Response, next: NextFunction) {
  const { origin } = req.headers;
  // ruleid: cors-any-origin
  res.set({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' });
  next();
}

export function somebody(req: Request, res: Response, next: NextFunction) {
  const origin = req.get('Origin');
  if (known.has(origin)) {
    // ok: cors-any-origin
    res.setHeader('Access-Control-Allow-Origin', origin);
  }
  next();
}

export function guest(req: Request) {
  const [, claims] = req.cookies.pass.split('.');
  // ruleid: jwt-not-verified
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

export function settings(req: Request) {
  const [name, text] = req.cookies.view.split(':');
  // ok: jwt-not-verified
  return { name, view: JSON.parse(Buffer.from(text, 'base64url').toString()) };
}

export class Banner {
  html: unknown;
  constructor(route: ActivatedRoute, trust: DomSanitizer) {
    route.queryParams.subscribe((asked) => {
      // ruleid: cross-site-scripting
      this.html = trust.bypassSecurityTrustHtml(asked['banner']);
      // ok: cross-site-scripting
      this.html = trust.bypassSecurityTrustHtml('<b>hello</b>');
    });
  }
}

export function trace(req: Request, log: Logger) {
  // ruleid: credentials-logged
  log.debug({ headers: req.headers }, 'asked');
  // ok: credentials-logged
  log.debug({ path: req.path }, 'asked');
}

export async function edit(req: Request, member: Member) {
  for (const name of Object.keys(req.body)) {
    // ruleid: mass-assignment
    member[name] = req.body[name];
  }
  for (const name of ['street', 'town']) {
    // ok: mass-assignment
    member[name] = req.body[name];
  }
}

export function routes(router: Router, h: Handlers) {
  router.put('/rates/:id', authenticate, requireRole('treasury'), h.change);
  // ruleid: missing-authorisation
  router.delete('/rates/:id', authenticate, h.remove);
  // ok: missing-authorisation
  router.delete('/me/card', authenticate, h.remove);
}

export async function spend(db: Pool, id: string, cents: number) {
  const { rows: [purse] } = await db.query('SELECT available FROM purse WHERE id = $1', [id]);
  // ruleid: race-condition
  if (purse.available < cents) throw new Error('too little');
  await db.query('UPDATE purse SET available = $1 WHERE id = $2', [purse.available - cents, id]);
}

export async function spendAtOnce(db: Pool, id: string, cents: number) {
  // ok: race-condition
  const done = await db.query('UPDATE purse SET available = available - $1 WHERE id = $2 AND available >= $1', [cents, id]);
  if (done.rowCount === 0) throw new Error('too little');
}
