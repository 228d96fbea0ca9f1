package ways

// Each line that a comment marks gets what comes in; ok lines must not.
data class Pair2(val left: String, val right: String)
sealed interface Order
data class Fetch(val name: String) : Order
data object Rest : Order

class Matcher(text: String) {
    private val late by lazy { text.trim() }

    // ruleid: ways
    operator fun invoke(s: String) = sink(late)
}

class Runner {
    // ruleid: ways
    operator fun invoke(text: String) = sink(text)
}

object Held {
    private val cell = ThreadLocal<String>()
    var region: String
        get() = cell.get() ?: "EU"
        set(value) = cell.set(value)
}

fun String.quoted(): String = "'" + this + "'"
// ruleid: ways
fun String.emit(prefix: String = "") = sink(this)

fun ways(runner: Runner) {
    val order = parse(input())
    val line = when (order) {
        is Fetch -> "get ${order.name}"
        Rest -> "true"
    }
    // ruleid: ways
    sink(line)
    val (kind, schema) = input().split(":", limit = 2)
    // ruleid: ways
    sink(schema)
    val job = when {
        kind != "x" -> Rest
        else -> Fetch(schema)
    }
    // ruleid: ways
    if (job is Fetch) sink(job.name)
    runner(input())
    val matches = Matcher(input())
    matches("a")
    input().emit()
    // ruleid: ways
    sink(input().quoted())
    val text = buildString {
        append("a")
        append(input())
    }
    // ruleid: ways
    sink(text)
    val t2 = StringBuilder().apply { append(input()) }.toString()
    // ruleid: ways
    sink(t2)
    mapOf("k" to input()).forEach { (name, value) ->
        // ruleid: ways
        sink(value)
    }
    for ((k, v) in mapOf("k" to input())) {
        // ruleid: ways
        sink(v)
    }
    listOf(input()).map { it to it.trim() }.filter { (a, _) -> a != "" }.onEach { (a, b) ->
        // ruleid: ways
        sink(b)
    }
    (input() as? String)?.let(::wrap)
    val table = mapOf("a" to "b")
    // ok: ways
    sink(table[input()])
    // ok: ways
    sink(table.getValue(input()))
    val key = input()
    // ok: ways
    sink(table[key] ?: "x")
    // ruleid: ways
    sink(table[key] ?: key)
    // ok: ways
    sink(table.getOrDefault(key, "x"))
    // ok: ways
    sink(table.getOrElse(key) { "x" })
    runCatching { input().trim() }.onSuccess {
        // ruleid: ways
        sink(it)
    }
    // ruleid: ways
    sink(runCatching { input() }.getOrElse { "x" })
    // ruleid: ways
    sink(input().ifBlank { "x" })
    // ruleid: ways
    sink(input().orEmpty())
    // ruleid: ways
    sink("""a ${input()} b""".trimIndent())
    val p = Pair2("a", "b").copy(left = input())
    // ruleid: ways
    sink(p.left)
    // ok: ways
    sink(p.right)
    sequence { yield(input()) }.forEach {
        // ruleid: ways
        sink(it)
    }
    val xs = mutableListOf<String>()
    xs += input()
    // ruleid: ways
    sink(xs.joinToString(","))
    // ruleid: ways
    sink(listOf("a", input()).joinToString("") { "<$it>" })
    // ruleid: ways
    sink(listOf("a", input()).fold("") { acc, e -> acc + e })
    val f: (String) -> String = { it + "a" }
    // ruleid: ways
    sink(f(input()))
    open(input()).use { s ->
        // ruleid: ways
        sink(s)
    }
    Held.region = input()
    // ruleid: ways
    sink(Held.region)
    listOf(input()).associateBy { it }.values.forEach { v ->
        // ruleid: ways
        sink(v)
    }
    listOf(input()).groupBy { it }.forEach { (_, vs) ->
        // ruleid: ways
        sink(vs)
    }
    // ok: ways
    sink("*".repeat(input().length))
}

fun parse(payload: String): Order {
    val (kind, schema) = payload.split(":", limit = 2)
    return when {
        kind != "dump" -> Rest
        schema.length > 40 -> Rest
        else -> Fetch(schema)
    }
}

// ruleid: ways
fun wrap(s: String) = sink(s)

private val KNOWN = setOf("a", "b")
private val TABLE = mapOf("a" to "x")

fun guarded() {
    val name = input()
    // ok: ways
    if (name in KNOWN) sink(name)
    // ruleid: ways
    if (name !in KNOWN) sink(name)
    // ok: ways
    val x = if (TABLE.containsKey(name)) name else "a"
    // ok: ways
    sink(x)
    if (name.lowercase() !in KNOWN) return
    // ok: ways
    sink(name)
}
