<?php
use Doctrine\ORM\Mapping as ORM;

class Bill
{
    // ruleid: float-money
    #[ORM\Column(type: 'float')]
    private $netAmount;
    // ok: float-money
    #[ORM\Column(type: 'float')]
    private $width;

    // ruleid: float-money
    public function getSubtotal(): float
    {
        return $this->x;
    }
    // ok: float-money
    public function getWidth(): float
    {
        return $this->width;
    }
    public function sum(array $rows): array
    {
        foreach ($rows as $r) {
            // ruleid: float-money
            $out[] = 2 * (float) $r['unit_price'];
            // ok: float-money
            $out[] = 2 * (float) $r['ratio'];
        }
        return $out;
    }
    // ruleid: money-rounding
    public function parts(int $billCents, array $owners): array
    {
        $part = intdiv($billCents, count($owners));
        return array_fill(0, count($owners), $part);
    }
    // ok: money-rounding
    public function partsAndRest(int $billCents, array $owners): array
    {
        $part = intdiv($billCents, count($owners));
        return [$part, $billCents % count($owners)];
    }
    public function provider($stripe, $key): void
    {
        // ruleid: missing-idempotency
        $stripe->refunds->create(['amount' => 1]);
        // ok: missing-idempotency
        $stripe->refunds->create(['amount' => 1], ['idempotency_key' => $key]);
        // ok: missing-idempotency
        $stripe->customers->create(['name' => 'x']);
    }
    // ruleid: missing-transaction
    public function shift($one, $two, int $cents): void
    {
        $one->setFunds($one->getFunds() - $cents);
        $this->rows->save($one);
        $two->setFunds($two->getFunds() + $cents);
        $this->rows->save($two);
    }
    // ok: missing-transaction
    public function shiftTogether($one, $two, int $cents): void
    {
        $this->db->beginTransaction();
        $one->setFunds($one->getFunds() - $cents);
        $this->rows->save($one);
        $two->setFunds($two->getFunds() + $cents);
        $this->rows->save($two);
        $this->db->commit();
    }
    // ruleid: race-condition
    public function take(int $number, int $cents): void
    {
        $pot = Pot::find($number);
        abort_if($pot->funds < $cents, 422);
        $pot->update(['funds' => $pot->funds - $cents]);
    }
    // ok: race-condition
    public function takeLocked(int $number, int $cents): void
    {
        $pot = Pot::lockForUpdate()->find($number);
        abort_if($pot->funds < $cents, 422);
        $pot->update(['funds' => $pot->funds - $cents]);
    }
    public function coupon(string $code): void
    {
        // ruleid: race-condition
        $left = (int) Cache::get($code);
        if ($left > 0) {
            Cache::put($code, $left - 1);
        }
        // ok: race-condition
        $left = Cache::decrement($code);
    }
}

// ruleid: missing-idempotency
Route::post('/refunds', function ($request) { return pay($request); });
// ok: missing-idempotency
Route::post('/refunds', function ($request) { return once($request->header('Idempotency-Key'), $request); });
