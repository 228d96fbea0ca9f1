def files(f)
  # ruleid: world-writable-file
  File.chmod(0777, f)
  # ok: world-writable-file
  File.chmod(0600, f)
  # ruleid: insecure-temp-file
  File.write("/tmp/report", "x")
  # ok: insecure-temp-file
  File.write("report", "x")
  # ruleid: redos
  Regexp.new("^(a+)+$")
end
