def sums(order, paid, width)
  # ruleid: float-money
  order.unit_price.to_f * 3
  # ruleid: float-money
  paid == order.amount.to_f
  # ok: float-money
  width.to_f * 3
  # ok: float-money
  BigDecimal(order.amount) * 3
end
