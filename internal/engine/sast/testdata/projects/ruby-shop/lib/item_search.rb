class ItemSearch
  def self.run(name)
    # ruleid: sql-injection
    Item.where("name = '#{name}'")
  end

  def self.fixed(name)
    # ok: sql-injection
    Item.where("name = '#{name}'")
  end
end

class ItemQuery
  def initialize(name)
    @name = name
    @order = "id"
  end

  def rows
    # ok: sql-injection
    Item.order("#{@order} DESC")
    # ruleid: sql-injection
    Item.where("name = '#{@name}'")
  end
end
