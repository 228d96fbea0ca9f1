@RestController
class Payments {
    // ruleid: missing-idempotency
    @PostMapping("/pay") fun createPayment(@RequestBody form: PaymentForm) {
        payments.send(form)
    }

    @PostMapping("/pay")
    // ok: missing-idempotency
    fun makePayment(@RequestHeader("Idempotency-Key") key: String, @RequestBody form: PaymentForm) {
        payments.send(key, form)
    }

    // ok: missing-idempotency
    @PostMapping("/names")
    fun createName(@RequestBody form: NameForm) {
    }

    // ruleid: missing-transaction
    fun move(a: Account, b: Account) {
        accountRepository.save(a)
        accountRepository.save(b)
    }

    @Transactional
    // ok: missing-transaction
    fun moveTogether(a: Account, b: Account) {
        accountRepository.save(a)
        accountRepository.save(b)
    }

    // ok: missing-transaction
    fun moveInside(a: Account, b: Account) {
        transaction {
            accountRepository.save(a)
            accountRepository.save(b)
        }
    }

    // ok: missing-transaction
    fun one(a: Account) {
        accountRepository.save(a)
    }
}

fun Application.routes() {
    routing {
        // ruleid: missing-idempotency
        post("/payments") {
            payments.send(call.receive<Payment>())
        }
        // ok: missing-idempotency
        post("/transfers") {
            val key = call.request.headers["Idempotency-Key"]
            payments.send(key, call.receive<Payment>())
        }
        // ok: missing-idempotency
        post("/names") {
            names.add(call.receive<Name>())
        }
    }
}
