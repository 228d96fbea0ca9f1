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
