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

# ruleid: missing-transaction
def move(a, b, n)
  a.balance -= n
  a.save!
  b.balance += n
  b.save!
end

# ok: missing-transaction
def move_all(a, b, n)
  Account.transaction do
    a.balance -= n
    a.save!
    b.balance += n
    b.save!
  end
end
