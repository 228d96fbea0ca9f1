# ruleid: hardcoded-credential
Mysql2::Client.new(host: "db", username: "app", password: "swordfish")
# ok: hardcoded-credential
Mysql2::Client.new(host: "db", username: "app", password: ENV["DB_PASSWORD"])
# ok: hardcoded-credential
Mysql2::Client.new(host: "db", username: "app", password: "")
# ruleid: hardcoded-credential
PG.connect(dbname: "bank", password: "swordfish")
# ok: hardcoded-credential
PG.connect(dbname: "bank", password: Rails.application.credentials.db[:password])
# ruleid: hardcoded-credential
request.basic_auth("app", "swordfish")
# ok: hardcoded-credential
request.basic_auth("app", password)
# ruleid: hardcoded-credential
Net::SSH.start("host", "user", password: "swordfish")
# ruleid: hardcoded-credential
set :session_secret, "everybody-knows-this"

def check(params, password)
  # ruleid: hardcoded-credential
  return true if password == "swordfish"
  # ok: hardcoded-credential
  return true if password == params[:password]
  # ok: hardcoded-credential
  params[:name] == "swordfish"
end
