class Payments(accountRepository: AccountRepository) {
  // ruleid: missing-transaction
  def move(a: Account, b: Account): Unit = {
    accountRepository.save(a)
    accountRepository.save(b)
  }

  // ok: missing-transaction
  def together(a: Account, b: Account): Unit = {
    db.withTransaction { implicit c =>
      accountRepository.save(a)
      accountRepository.save(b)
    }
  }

  // ok: missing-transaction
  def one(a: Account): Unit = {
    accountRepository.save(a)
  }

  // ruleid: missing-idempotency
  def createPayment = Action(parse.json) { request =>
    payments.send(request.body)
    Ok("x")
  }

  // ok: missing-idempotency
  def makePayment = Action(parse.json) { request =>
    payments.send(request.headers.get("Idempotency-Key"), request.body)
    Ok("x")
  }

  // ok: missing-idempotency
  def createName = Action(parse.json) { request =>
    Ok("x")
  }
}

class Desk(db: Database) {
  // ruleid: missing-transaction
  def shift(from: Long, to: Long, n: BigDecimal): Unit = db.withConnection { implicit c =>
    SQL"update account set balance = balance - $n where id = $from".executeUpdate()
    SQL"update account set balance = balance + $n where id = $to".executeUpdate()
  }

  // ok: missing-transaction
  def shiftTogether(from: Long, to: Long, n: BigDecimal): Unit = db.withTransaction { implicit c =>
    SQL"update account set balance = balance - $n where id = $from".executeUpdate()
    SQL"update account set balance = balance + $n where id = $to".executeUpdate()
  }

  // ok: missing-transaction
  def close(id: Long): Unit = db.withConnection { implicit c =>
    SQL"update account set closed = true where id = $id".executeUpdate()
  }
}
