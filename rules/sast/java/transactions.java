@RestController
class TransferController {
    private final Transfers transfers;

    @PostMapping("/transfers")
    void transfer(@RequestHeader("Idempotency-Key") String key, @RequestBody TransferForm form) {
        transfers.move(form);
        transfers.moveTogether(form);
    }
}

class Transfers {
    void move(TransferForm form) {
        accountRepository.save(form.from());
        // ruleid: missing-transaction
        accountRepository.save(form.to());
    }

    @Transactional
    void moveTogether(TransferForm form) {
        both(form);
    }

    private void both(TransferForm form) {
        accountRepository.save(form.from());
        // ok: missing-transaction
        accountRepository.save(form.to());
    }
}
