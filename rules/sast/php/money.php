<?php
class Account extends Model {
    // ruleid: float-money
    private float $balance;
    // ok: float-money
    private float $latitude;
    // ok: float-money
    private int $amountInCents;

    // ruleid: float-money
    public function pay(float $amount) {
        // ruleid: float-money
        $price = (float) $_POST['price'];
        // ok: float-money
        $ratio = (float) $_POST['ratio'];
        // ok: float-money
        $price = bcadd('1.10', '2.20', 2);
        // ruleid: money-rounding
        $cents = (int) ($amount * 100);
        // ruleid: money-rounding
        $total = round($price, 2);
        // ok: money-rounding
        $width = round($width, 2);
    }
    // ruleid: missing-transaction
    public function move($from, $to, $x) {
        $from->balance -= $x;
        $from->save();
        $to->balance += $x;
        $to->save();
    }
    // ok: missing-transaction
    public function moveTogether($from, $to, $x) {
        DB::transaction(function () use ($from, $to, $x) {
            $from->decrement('balance', $x);
            $to->increment('balance', $x);
        });
    }
    // ruleid: missing-transaction
    public function moveRows($pdo, $a, $b, $x) {
        $s = $pdo->prepare('UPDATE accounts SET balance = balance - ? WHERE id = ?');
        $s->execute([$x, $a]);
        $t = $pdo->prepare('UPDATE accounts SET balance = balance + ? WHERE id = ?');
        $t->execute([$x, $b]);
    }
    // ok: missing-transaction
    public function moveRowsTogether($pdo, $a, $b, $x) {
        $pdo->beginTransaction();
        $s = $pdo->prepare('UPDATE accounts SET balance = balance - ? WHERE id = ?');
        $s->execute([$x, $a]);
        $t = $pdo->prepare('UPDATE accounts SET balance = balance + ? WHERE id = ?');
        $t->execute([$x, $b]);
        $pdo->commit();
    }
    public function withdraw($id, $x) {
        $account = Account::find($id);
        // ruleid: race-condition
        if ($account->balance >= $x) {
            $account->balance -= $x;
            $account->save();
        }
    }
    public function withdrawLocked($id, $x) {
        $account = Account::lockForUpdate()->find($id);
        // ok: race-condition
        if ($account->balance >= $x) {
            $account->balance -= $x;
            $account->save();
        }
    }
}
class PayController {
    // ruleid: missing-idempotency
    public function createPayment(Request $request) {
        return $this->payments->send($request->input('to'));
    }
    // ok: missing-idempotency
    public function makePayment(Request $request) {
        $key = $request->header('Idempotency-Key');
        return $this->payments->send($key, $request->input('to'));
    }
    // ok: missing-idempotency
    public function createName(Request $request) { }
}
