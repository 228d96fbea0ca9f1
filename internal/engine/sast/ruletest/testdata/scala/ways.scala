package ways

// Each line that a comment marks gets what comes in; ok lines must not.
case class Pair(left: String, right: String)

sealed trait Order
final case class Fetch(name: String) extends Order
case object Rest extends Order

trait Upper { def shout(s: String): String = s.toUpperCase }

class Runner(prefix: String) {
  def apply(text: String): Unit = {
    // ruleid: ways
    sink(text)
  }
}

class Ways(runner: Runner) {
  private val table = Map("a" -> "x", "b" -> "y")

  def option(): Unit = {
    val opt = Option(input())
    opt.fold("none")(v => {
      // ruleid: ways
      sink(v)
    })
    val r = opt.fold("none")(v => v.trim)
    // ruleid: ways
    sink(r)
    val n = opt.fold(0)(_ => 1)
    // ok: ways
    sink(n)
    opt.map(_.trim).foreach { v =>
      // ruleid: ways
      sink(v)
    }
    opt match {
      // ruleid: ways
      case Some(v) => sink(v)
      case None    => ()
    }
  }

  def either(): Unit = {
    decode(input()).fold(
      err => log(err),
      {
        case (a, b) =>
          // ruleid: ways
          sink(a)
      }
    )
    decode(input()).fold(
      _ => log("bad"),
      good => {
        // ruleid: ways
        sink(good.name)
      }
    )
  }

  def loops(): Unit = {
    val r = for {
      x <- Option(input())
      y = x.trim
      if y.nonEmpty
    } yield y
    // ruleid: ways
    sink(r)
    val all = List("a", input()).foldLeft("")((acc, e) => acc + e)
    // ruleid: ways
    sink(all)
    val joined = List("a", input()).map(e => "'" + e + "'").mkString("(", ",", ")")
    // ruleid: ways
    sink(joined)
    val size = List("a", input()).foldLeft(0)((n, _) => n + 1)
    // ok: ways
    sink(size)
    val copies = Vector.fill(3)(input())
    // ruleid: ways
    sink(copies.head)
    val z = List(input()).zipWithIndex.map { case (e, i) => s"$i$e" }
    // ruleid: ways
    sink(z)
    val parts = input().split(' ') match {
      case Array("tar", name) => Fetch(name)
      case _                  => Rest
    }
    parts match {
      // ruleid: ways
      case Fetch(name) => sink(name)
      case Rest        => ()
    }
    val other = "x" match {
      case "gold" | "silver" => input()
      case o                 => o.trim
    }
    // ruleid: ways
    sink(other)
  }

  def looked(): Unit = {
    val key = input()
    // ok: ways
    sink(table(key))
    // ok: ways
    sink(table.getOrElse(key, "x"))
    // ruleid: ways
    sink(table.getOrElse(key, key))
    // ok: ways
    sink(table.get(key).map(_.trim))
  }

  def tries(): Unit = {
    val t = scala.util.Try(input().trim)
    // ruleid: ways
    sink(t.getOrElse("x"))
    t match {
      // ruleid: ways
      case scala.util.Success(v) => sink(v)
      case _                     => ()
    }
    scala.util.Using(open(input())) { in =>
      // ruleid: ways
      sink(in)
    }
    scala.util.Using.resource(open(input())) { in =>
      // ruleid: ways
      sink(in)
    }
    runner(input())
    val sb = new StringBuilder
    sb ++= input()
    // ruleid: ways
    sink(sb.toString)
    val sb2 = new StringBuilder
    sb2.append("a").append(input())
    // ruleid: ways
    sink(sb2)
    Pair(input(), "x") match {
      case Pair(l, r) =>
        // ruleid: ways
        sink(l)
        // ok: ways
        sink(r)
    }
    val p = Pair("a", "b").copy(left = input())
    // ruleid: ways
    sink(p.left)
    // ok: ways
    sink(p.right)
    val pf: PartialFunction[String, Unit] = {
      // ruleid: ways
      case x => sink(x)
    }
    pf(input())
    val f = (x: String) => x + "a"
    val g = f andThen (_.trim)
    // ruleid: ways
    sink(g(input()))
    input().split(",").toSeq.foreach(wrap)
    val (a, b) = (input(), "c")
    // ruleid: ways
    sink(a)
    // ok: ways
    sink(b)
    Seq(input()).collectFirst { case s if s.nonEmpty => s }.foreach { s =>
      // ruleid: ways
      sink(s)
    }
    lazy val late = input()
    // ruleid: ways
    sink(late)
    io(input()).flatMap { s =>
      // ruleid: ways
      sink(s)
    }
    input().pipe { s =>
      // ruleid: ways
      sink(s)
    }
    var v: String = null
    v = input()
    // ruleid: ways
    sink(s"a$v")
    // ruleid: ways
    sink(f"a$v%s")
    // ruleid: ways
    sink("%s".format(v))
    // ruleid: ways
    sink(raw"$v")
  }

  // ruleid: ways
  def wrap(s: String): Unit = sink(s)
}

object Guards {
  private val Known = Set("a", "b")
  private val open = scala.collection.mutable.Set("a")

  def guarded(): Unit = {
    val name = input()
    open += name
    input().split(' ') match {
      case Array("tar", x) if Known(x) =>
        // ok: ways
        sink(x)
      case Array("zip", x) if Known.contains(x.toLowerCase) =>
        // ok: ways
        sink(x)
      case Array("cat", x) if Known.isEmpty =>
        // ruleid: ways
        sink(x)
      case _ => ()
    }
    // ok: ways
    if (Known.contains(name)) sink(name)
    // ruleid: ways
    if (open.contains(name)) sink(name)
    // ruleid: ways
    if (!Known(name)) sink(name)
    val f = (x: String) => x
    // ruleid: ways
    if (f(name)) sink(name)
  }
}
