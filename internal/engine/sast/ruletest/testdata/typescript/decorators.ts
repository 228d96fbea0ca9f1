// ruleid: decorated
@Controller()
export class A {
  @Get()
  list() {}
}
// ok: decorated
@Controller()
export class B {
  @Post()
  list() {}
}
