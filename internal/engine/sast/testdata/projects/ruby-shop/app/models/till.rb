class Till < ApplicationRecord
  def self.named(name)
    # ruleid: sql-injection
    where("name = '#{name}'").order(:id)
  end

  def self.at(shop)
    # ok: sql-injection
    where("shop = ?", shop)
  end
end
