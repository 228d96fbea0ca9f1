import { Controller, Get, Query, Body, Param, Res } from '@nestjs/common';
import { Request, Response } from 'express';
import * as cp from 'child_process';

@Controller('accounts')
export class AccountController {
  constructor(private readonly source: DataSource, private readonly service: AccountService) {}

  @Get()
  async find(@Query('name') name: string) {
    // ruleid: sql-injection
    return this.source.query(`SELECT * FROM accounts WHERE name = '${name}'`);
  }

  @Get('safe')
  async safe(@Query('name') name: string, @Query('page') page: number) {
    // ok: sql-injection
    await this.source.query('SELECT * FROM accounts LIMIT ' + page);
    // ok: sql-injection
    return this.source.query('SELECT * FROM accounts WHERE name = $1', [name]);
  }

  @Get('service')
  async viaService(@Param('id') id: string) {
    return this.service.run(id);
  }
}

export class AccountService {
  async run(id: string) {
    // ruleid: command-injection
    return cp.execSync('report ' + id);
  }
}

export function handler(request: Request, response: Response) {
  // ruleid: cross-site-scripting
  response.send('<p>' + request.query.q + '</p>');
  // ok: cross-site-scripting
  response.send('<p>fixed</p>');
}

@WebSocketGateway()
export class NewsGateway {
  @SubscribeMessage('find')
  find(client: Socket, topic: string) {
    // ruleid: sql-injection
    return this.pool.query(`SELECT * FROM news WHERE topic = '${topic}'`);
  }
}

export async function tagged(request: NextRequest) {
  const label = request.headers.get('x-label');
  // ruleid: sql-injection
  const rows = await prisma.$queryRawUnsafe<Row[]>(`SELECT * FROM t WHERE label = '${label}'`);
  // ok: sql-injection
  const safe = await prisma.$queryRawUnsafe<Row[]>('SELECT * FROM t WHERE label = $1', label);
  return rows;
}

export async function rename(form: FormData) {
  // ruleid: sql-injection
  await pool.query(`UPDATE t SET name = '${form.get('name')}'`);
  const kind = form.get('kind') as Kind;
  if (kind !== 'small' && kind !== 'large' && kind !== 'huge') return;
  // ok: sql-injection
  await pool.query(`UPDATE t SET ${kind} = 1`);
}

export const relay = async (ctx: Koa.Context, next: Next) => {
  // ruleid: ssrf
  await fetch(ctx.get('x-target'));
};

// ok: sql-injection
const outgoing = new Request(location.href, { method: 'POST' });

class Uploads {
  @Post()
  async scan(@UploadedFile() upload: Express.Multer.File) {
    // ok: path-traversal
    await fs.promises.readFile(upload.path);
    // ruleid: path-traversal
    await fs.promises.writeFile('/srv/' + upload.originalname, 'x');
  }
}
