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
