package models

import java.sql.Connection

case class Filter(column: String, value: String)

class ItemStore(db: Connection) {
  def byName(name: String): String = {
    // ruleid: sql-injection
    text(db.createStatement().executeQuery(s"SELECT * FROM items WHERE name = '$name'"))
  }

  def byFilter(filter: Filter): String = {
    // ok: sql-injection
    text(db.createStatement().executeQuery(s"SELECT * FROM items ORDER BY ${filter.column}"))
    // ruleid: sql-injection
    text(db.createStatement().executeQuery(s"SELECT * FROM items WHERE name = '${filter.value}'"))
  }

  def fixed(name: String): String = {
    // ok: sql-injection
    text(db.createStatement().executeQuery(s"SELECT * FROM items WHERE name = '$name'"))
  }
}
