@Controller('cards')
export class CardsController {
  @Post()
  @UseGuards(TokenGuard)
  // ok: missing-authorisation
  order(@Body() dto: OrderDto) { return this.cards.order(dto); }

  // ruleid: missing-authorisation
  @Patch(':id')
  change(@Param('id') id: string, @Body() dto: OrderDto) { return this.cards.change(id, dto); }

  // ok: missing-authorisation
  @Get(':id')
  show(@Param('id') id: string) { return this.cards.show(id); }
}

@Controller('tokens')
@UseGuards(TokenGuard)
export class TokensController {
  @Post()
  @UseGuards(RoleGuard)
  make() { return 1; }

  // ok: missing-authorisation
  @Delete()
  drop() { return 2; }
}

export class People {
  async patch(req: Request) {
    const { id, ...wishes } = req.body;
    const person = await this.people.findOne(id);
    // ruleid: mass-assignment
    Object.assign(person, wishes);
    // ok: mass-assignment
    Object.assign(person, { phone: wishes.phone });
    // ok: mass-assignment
    Object.assign(person, pick(wishes, ['phone']));
  }

  async merge(@Body() wishes: Partial<Person>, @Param('id') id: string) {
    const person = await this.repository.findOneBy({ id });
    // ruleid: mass-assignment
    return this.repository.merge(person, wishes);
  }
}

// ruleid: prototype-pollution
function place(target, dotted, value) {
  const names = dotted.split('.');
  const end = names.pop();
  let at = target;
  for (const name of names) {
    if (!at[name]) at[name] = {};
    at = at[name];
  }
  at[end] = value;
}

// ok: prototype-pollution
function placeSafely(target, dotted, value) {
  const names = dotted.split('.');
  if (names.includes('__proto__')) throw new Error('no');
  const end = names.pop();
  let at = target;
  for (const name of names) {
    at = at[name];
  }
  at[end] = value;
}

// ruleid: prototype-pollution
function blend(into, ...froms) {
  for (const from of froms) {
    for (const name in from) {
      if (typeof from[name] === 'object') {
        into[name] = blend(into[name] ?? {}, from[name]);
      } else {
        into[name] = from[name];
      }
    }
  }
  return into;
}
