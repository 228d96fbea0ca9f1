def totals(row)
  # ruleid: float-money
  amount = row[:amount].to_f
  # ok: float-money
  ratio = row[:ratio].to_f
  # ok: float-money
  price = BigDecimal(row[:price])
  # ruleid: money-rounding
  amount.to_f.round(2)
end

# ruleid: missing-transaction, race-condition
def move(a, b, n)
  a.balance -= n
  a.save!
  b.balance += n
  b.save!
end

# ok: missing-transaction
# ruleid: race-condition
def move_all(a, b, n)
  Account.transaction do
    a.balance -= n
    a.save!
    b.balance += n
    b.save!
  end
end

# ruleid: missing-transaction, race-condition
def hand_over(giver, taker, sum)
  giver.update!(balance: giver.balance - sum)
  taker.update!(balance: taker.balance + sum)
end

# ok: missing-transaction
# ruleid: race-condition
def hand_over_together(giver, taker, sum)
  ActiveRecord::Base.transaction do
    giver.update!(balance: giver.balance - sum)
    taker.update!(balance: taker.balance + sum)
  end
end

# ok: missing-transaction
def rename(giver, taker)
  giver.update!(name: "a")
  taker.update!(name: "b")
end

# ok: race-condition
def spend(account, sum)
  account.with_lock do
    account.balance -= sum
    account.save!
  end
end

# ruleid: missing-transaction
def halves(from, to, sum)
  debit(from, sum)
  credit(to, sum)
end

def cut(interest)
  # ruleid: money-rounding
  interest.truncate(2)
  # ok: money-rounding
  interest.round(2, BigDecimal::ROUND_HALF_EVEN)
end
