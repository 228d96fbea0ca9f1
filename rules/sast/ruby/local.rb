require "open3"

def arguments
  name = ARGV[0]
  # ruleid: command-injection
  system("ls #{name}")
  # ok: command-injection
  system("ls", name)
  # ok: command-injection
  system("ls #{Shellwords.escape(name)}")
  # ruleid: command-injection
  `ls #{ENV["DIR"]}`
  # ok: path-traversal
  File.read(name)
  # ruleid: code-injection
  eval(name)
  # ok: code-injection
  eval("1 + 1")
end

def console(db)
  line = gets.chomp
  # ruleid: sql-injection
  db.execute("SELECT * FROM t WHERE a = '#{line}'")
  # ok: sql-injection
  db.execute("SELECT * FROM t WHERE a = ?", line)
  # ok: sql-injection
  db.execute("SELECT * FROM t WHERE a = #{line.to_i}")
  # ruleid: path-traversal
  File.read("data/#{line}")
  # ok: path-traversal
  File.read("data/#{File.basename(line)}")
  line = "constant"
  # ok: sql-injection
  db.execute("SELECT * FROM t WHERE a = '#{line}'")
end

def remote(socket)
  data = socket.gets
  # ruleid: unsafe-deserialisation
  Marshal.load(data)
  # ok: unsafe-deserialisation
  JSON.parse(data)
  # ruleid: unsafe-reflection
  Object.const_get(data)
  return unless NAMES.include?(data)
  # ok: unsafe-reflection
  Object.const_get(data)
end
