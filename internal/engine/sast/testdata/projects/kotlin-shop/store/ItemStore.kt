package shop.store

import java.sql.Connection

data class Filter(val column: String, val value: String)

object Names {
    fun known(name: String): String = if (name == "a") "a" else "b"
}

class ItemStore(private val db: Connection) {
    fun byName(name: String): List<String> {
        // ruleid: sql-injection
        return rows(db.createStatement().executeQuery("SELECT * FROM items WHERE name = '$name'"))
    }

    fun byFilter(filter: Filter): List<String> {
        // ok: sql-injection
        rows(db.createStatement().executeQuery("SELECT * FROM items ORDER BY ${filter.column}"))
        // ruleid: sql-injection
        return rows(db.createStatement().executeQuery("SELECT * FROM items WHERE name = '${filter.value}'"))
    }

    fun count(name: String): Int {
        // ok: sql-injection
        return rows(db.createStatement().executeQuery("SELECT * FROM items WHERE name = '$name'")).size
    }

    fun fixed(name: String): List<String> {
        // ok: sql-injection
        return rows(db.createStatement().executeQuery("SELECT * FROM items WHERE name = '$name'"))
    }
}
