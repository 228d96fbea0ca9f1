class Street < ApplicationRecord
  # ruleid: sql-injection
  scope :named, ->(text) { where("name LIKE '%#{text}%'") }
  # ok: sql-injection
  scope :called, ->(text) { where("name = ?", text) }
  # ok: sql-injection
  scope :of, ->(town) { where(town: town) }

  def self.search(term)
    # ruleid: sql-injection
    where("name LIKE '#{term}%'")
  end

  def self.by_number(number)
    # ok: sql-injection
    where("number = #{number.to_i}")
  end
end

module StreetsHelper
  def loud(text)
    # ruleid: cross-site-scripting
    "<b>#{text}</b>".html_safe
  end

  def quiet(text)
    # ok: cross-site-scripting
    "<b>#{h(text)}</b>".html_safe
  end
end
