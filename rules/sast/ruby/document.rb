require "mongo"
require "json"

PEOPLE = Mongo::Client.new("mongodb://a")[:people]

post "/a" do
  body = JSON.parse(request.body.read)
  wanted = { mail: body["mail"] }
  # ruleid: nosql-injection
  PEOPLE.find(wanted).first
  # ok: nosql-injection
  PEOPLE.find(mail: body["mail"].to_s).first
end
