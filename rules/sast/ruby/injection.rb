require "open3"
require "net/http"

class ItemsController < ApplicationController
  COLUMNS = %w[name price].freeze
  KINDS = { "a" => Item, "b" => Offer }.freeze

  def index
    name = params[:name]
    # ruleid: sql-injection
    Item.where("name = '#{name}'")
    # ok: sql-injection
    Item.where("name = ?", name)
    # ok: sql-injection
    Item.where(name: name)
    # ruleid: sql-injection
    Item.find_by_sql("SELECT * FROM items WHERE name = '" + name + "'")
    # ruleid: sql-injection
    Item.order(params[:sort])
    # ok: sql-injection
    Item.where("id = #{params[:id].to_i}")
    # ruleid: sql-injection
    ActiveRecord::Base.connection.execute("DELETE FROM items WHERE name = '#{name}'")
    values = {}
    values[:a] = "safe"
    values[:b] = name
    # ruleid: sql-injection
    Item.where("name = '#{values[:b]}'")
    # ok: sql-injection
    Item.where("name = '#{values[:a]}'")
    over = name
    over = "fixed"
    # ok: sql-injection
    Item.where("name = '#{over}'")
    # ruleid: sql-injection
    Item.where("name = '#{trim(name)}'")
    if COLUMNS.include?(name)
      # ok: sql-injection
      Item.order(name)
    end
  end

  def trim(x)
    x.strip
  end

  def guarded
    column = params[:column]
    return unless COLUMNS.include?(column)
    # ok: sql-injection
    Item.order(column)
  end

  def run
    name = params[:name]
    # ruleid: command-injection
    system("ls #{name}")
    # ruleid: command-injection
    `ls #{name}`
    # ok: command-injection
    system("ls", name)
    # ok: command-injection
    system("ls #{Shellwords.escape(name)}")
    # ruleid: command-injection
    Open3.capture3("ls " + name)
    # ruleid: command-injection
    IO.popen("ls #{name}")
    # ruleid: code-injection
    eval(name)
    # ok: code-injection
    eval("1 + 1")
    # ruleid: unsafe-reflection
    name.constantize
    # ok: unsafe-reflection
    KINDS[name].new
    # ruleid: unsafe-reflection
    Item.send(name)
  end

  def files
    name = params[:name]
    # ruleid: path-traversal
    File.read("data/#{name}")
    # ok: path-traversal
    File.read("data/#{File.basename(name)}")
    # ruleid: path-traversal
    send_file(Rails.root.join("data", name))
    # ok: path-traversal
    send_file("data/report.pdf")
  end

  def page
    name = params[:name]
    # ruleid: cross-site-scripting
    "<b>#{name}</b>".html_safe
    # ok: cross-site-scripting
    "<b>#{ERB::Util.html_escape(name)}</b>".html_safe
    # ruleid: cross-site-scripting
    raw(name)
    # ruleid: template-injection
    # ruleid: cross-site-scripting
    render inline: "Hello #{name}"
    # ok: cross-site-scripting
    render json: { name: name }
  end

  def go
    # ruleid: open-redirect
    redirect_to params[:url]
    # ok: open-redirect
    redirect_to items_path
    # ruleid: ssrf
    Net::HTTP.get(URI.parse(params[:url]))
    # ok: ssrf
    Net::HTTP.get(URI.parse("https://api.example.com/x"))
    # ruleid: unsafe-deserialisation
    Marshal.load(Base64.decode64(cookies[:state]))
    # ruleid: unsafe-deserialisation
    YAML.load(params[:yaml])
    # ok: unsafe-deserialisation
    YAML.safe_load(params[:yaml])
    # ruleid: trust-boundary
    session[:name] = params[:name]
    # ruleid: log-injection
    Rails.logger.info("name #{params[:name]}")
    # ruleid: regex-injection
    Regexp.new(params[:re])
    # ok: regex-injection
    Regexp.new(Regexp.escape(params[:re]))
    # ruleid: xpath-injection
    doc.xpath("//user[@id='#{params[:id]}']")
  end
end

module Builder
  def self.sql(x)
    "SELECT * FROM t WHERE a = '#{x}'"
  end

  def self.fixed(x)
    "SELECT 1"
  end
end

class Holder
  attr_accessor :value, :other
  def initialize(v)
    @value = v
  end
  def read
    @value
  end
end

Row = Struct.new(:id, :name)

class ThingsController < ApplicationController
  before_action :load_name

  def load_name
    @name = params[:name]
  end

  def index
    # ruleid: sql-injection
    Thing.where("name = '#{@name}'")
    x = params[:x]
    q = "SELECT * FROM t WHERE a = '"
    q << x
    q << "'"
    # ruleid: sql-injection
    Thing.find_by_sql(q)
    r = "SELECT "
    r += x
    # ruleid: sql-injection
    Thing.connection.execute(r)
    # ruleid: sql-injection
    Thing.where("a = '%s'" % x)
    # ruleid: sql-injection
    Thing.where(format("a = '%s'", x))
    # ruleid: sql-injection
    Thing.where(["a = ", x].join)
    # ruleid: sql-injection
    Thing.find_by_sql(Builder.sql(x))
    # ok: sql-injection
    Thing.find_by_sql(Builder.fixed(x))
    h = Holder.new(x)
    # ruleid: sql-injection
    Thing.where("a = '#{h.read}'")
    # ruleid: sql-injection
    Thing.where("a = '#{h.value}'")
    h.other = "const"
    # ok: sql-injection
    Thing.where("a = '#{h.other}'")
    row = Row.new("1", x)
    # ruleid: sql-injection
    Thing.where("a = '#{row.name}'")
    list = ["safe", x]
    # ruleid: sql-injection
    Thing.where("a = '#{list[1]}'")
    # ok: sql-injection
    Thing.where("a = '#{list[0]}'")
    # ok: sql-injection
    Thing.where("a = '#{list.first}'")
    # ruleid: sql-injection
    Thing.where("a = '#{list.last}'")
    list.each do |e|
      # ruleid: sql-injection
      Thing.where("a = '#{e}'")
    end
    list.map { |e| "a = '#{e}'" }.each { |c|
      # ruleid: sql-injection
      Thing.where(c)
    }
    a, b = "safe", x
    # ruleid: sql-injection
    Thing.where("a = '#{b}'")
    # ok: sql-injection
    Thing.where("a = '#{a}'")
    # ruleid: sql-injection
    Thing.where("a = '#{Base64.decode64(x)}'")
  end

  def branches
    x = params[:x]
    k = params[:k].to_i
    a = k == 1 ? x : "safe"
    # ruleid: sql-injection
    Thing.where("a = '#{a}'")
    b = case k
        when 1 then "safe"
        when 2 then x
        else "other"
        end
    # ruleid: sql-injection
    Thing.where("a = '#{b}'")
    c = case x
        when "name" then "name"
        when "price" then "price"
        else "id"
        end
    # ok: sql-injection
    Thing.order("#{c} DESC")
    d = if 1 > 2 then x else "safe" end
    # ok: sql-injection
    Thing.where("a = '#{d}'")
    e = begin
      x
    rescue StandardError
      "none"
    end
    # ruleid: sql-injection
    Thing.where("a = '#{e}'")
    f = x || "d"
    # ruleid: sql-injection
    Thing.where("a = '#{f}'")
    g = x.presence || "d"
    # ruleid: sql-injection
    Thing.where("a = '#{g}'")
    n = Integer(x)
    # ok: sql-injection
    Thing.where("a = #{n}")
    o = %w[a b].include?(x) ? x : "a"
    # ok: sql-injection
    Thing.order(o)
    p = %w[a b].find { |v| v == x } || "a"
    # ok: sql-injection
    Thing.order(p)
    r = { "a" => "name" }.fetch(x, "id")
    # ok: sql-injection
    Thing.order(r)
    s = x.gsub(/[^a-z]/, "")
    # ok: sql-injection
    Thing.order(s)
    raise "no" unless x =~ /\A[a-z]+\z/
    # ok: sql-injection
    Thing.order(x)
  end

  def orm
    x = params[:x]
    # ok: sql-injection
    Thing.where("a = :a", a: x)
    # ok: sql-injection
    Thing.find(x)
    # ok: sql-injection
    Thing.find_by(name: x)
    # ok: sql-injection
    Thing.where(name: params[:name], kind: x)
    # ok: sql-injection
    Thing.where(["a = ?", x])
    # ruleid: sql-injection
    Thing.where(["a = '#{x}'"])
    # ok: sql-injection
    Thing.order(name: :desc)
    # ruleid: sql-injection
    Thing.order("#{x} DESC")
    # ruleid: sql-injection
    Thing.joins("LEFT JOIN t ON t.a = '#{x}'")
    # ok: sql-injection
    Thing.where("a LIKE ?", "%#{x}%")
    # ruleid: sql-injection
    Thing.update_all("a = '#{x}'")
    # ok: sql-injection
    Thing.where(id: params[:ids]).update_all(name: x)
    # ruleid: sql-injection
    ActiveRecord::Base.connection.select_all("SELECT '#{x}'")
    # ok: sql-injection
    ActiveRecord::Base.connection.select_all(ActiveRecord::Base.sanitize_sql_array(["SELECT ?", x]))
    # ok: sql-injection
    ActiveRecord::Base.connection.execute("SELECT #{ActiveRecord::Base.connection.quote(x)}")
    client = Mysql2::Client.new(host: "h")
    # ruleid: sql-injection
    client.query("SELECT '#{x}'")
    # ok: sql-injection
    client.query("SELECT '#{client.escape(x)}'")
    stmt = client.prepare("SELECT ?")
    # ok: sql-injection
    stmt.execute(x)
    conn = PG.connect(dbname: "d")
    # ruleid: sql-injection
    conn.exec("SELECT '#{x}'")
    # ok: sql-injection
    conn.exec_params("SELECT $1", [x])
    db = SQLite3::Database.new("f")
    # ruleid: sql-injection
    db.execute("SELECT '#{x}'")
    # ok: sql-injection
    db.execute("SELECT ?", [x])
    # ruleid: sql-injection
    DB["SELECT '#{x}'"].all
    # ruleid: sql-injection
    DB.fetch("SELECT '#{x}'")
    # ok: sql-injection
    DB[:t].where(a: x)
  end

  def private_flow
    run(params[:x])
    run2("constant")
  end

  private

  def run(s)
    # ruleid: sql-injection
    Thing.where("a = '#{s}'")
  end

  def run2(s)
    # ok: sql-injection
    Thing.where("a = '#{s}'")
  end

  def thing_params
    params.require(:thing).permit(:name, :price)
  end

  def create
    # ok: sql-injection
    Thing.create(thing_params)
    # ruleid: sql-injection
    Thing.where("a = '#{thing_params[:name]}'")
  end

  def more
    x = params[:x]
    # ruleid: command-injection
    system("ls", "-l; #{x}; ") if false || system("sh -c #{x}")
    # ruleid: command-injection
    %x(ls #{x})
    # ruleid: command-injection
    Open3.popen3("bash", "-c", x)
    # ok: command-injection
    Open3.capture3("ls", "--", x)
    # ruleid: command-injection
    spawn("ls #{x}")
    # ruleid: command-injection
    exec "ls #{x}"
    # ok: command-injection
    system("ls", "-l")
    # ruleid: path-traversal
    File.open("/data/" + x)
    # ruleid: path-traversal
    send_file "/data/#{x}"
    # ruleid: path-traversal
    IO.read(File.join("/data", x))
    path = File.expand_path(x, "/data")
    raise "no" unless path.start_with?("/data/")
    # ok: path-traversal
    File.read(path)
    # ruleid: path-traversal
    FileUtils.rm_rf("/data/#{x}")
    # ruleid: path-traversal
    render file: "/data/#{x}"
    # ruleid: ssrf
    URI.open(x)
    # ruleid: ssrf
    Faraday.get(x)
    uri = URI.parse(x)
    # ruleid: ssrf
    Net::HTTP.start(uri.host, uri.port) { |h| h.get(uri.path) }
    # ruleid: ssrf
    http = Net::HTTP.new(uri.host, uri.port)
    # ruleid: ssrf
    RestClient.get("http://#{x}/a")
    # ok: ssrf
    RestClient.get("https://api.example.com/a?q=#{x}")
    # ruleid: unsafe-deserialisation
    Marshal.load(request.body.read)
    # ok: unsafe-deserialisation
    JSON.parse(request.body.read)
    # ok: unsafe-deserialisation
    YAML.safe_load(x, permitted_classes: [Symbol])
    # ruleid: template-injection
    ERB.new(x).result(binding)
    # ruleid: template-injection
    ERB.new("Hello #{x}").result
    # ok: template-injection
    ERB.new(File.read("t.erb")).result_with_hash(name: x)
    # ruleid: ldap-injection
    ldap.search(base: "dc=x", filter: "(uid=#{x})")
    # ruleid: ldap-injection
    Net::LDAP::Filter.construct("(uid=#{x})")
    # ok: ldap-injection
    ldap.search(base: "dc=x", filter: Net::LDAP::Filter.eq("uid", x))
    # ruleid: header-injection
    response.headers["X-A"] = x
    # ruleid: format-string
    printf(x, 1)
    # ok: format-string
    printf("%s", x)
    # ruleid: unsafe-reflection
    Object.const_get(x).new
    # ruleid: unsafe-reflection
    public_send(x)
    # ruleid: xpath-injection
    doc.at_xpath("//a[@b='#{x}']")
    # ok: xpath-injection
    doc.xpath("//a[@b=$b]", nil, b: x)
    # ruleid: code-injection
    instance_eval(x)
    # ruleid: code-injection
    binding.eval(x)
    # ruleid: cross-site-scripting
    render html: "<b>#{x}</b>".html_safe
    # ruleid: cross-site-scripting
    content_tag(:b, raw(x))
    # ok: cross-site-scripting
    content_tag(:b, x)
    # ok: cross-site-scripting
    render html: "<b>#{sanitize(x)}</b>".html_safe
    # ok: cross-site-scripting
    render html: "<b>#{h(x)}</b>".html_safe
    # ruleid: cross-site-scripting
    ActiveSupport::SafeBuffer.new(x)
    # ruleid: open-redirect
    redirect_to(params[:next] || root_path)
    # ok: open-redirect
    redirect_to params[:next], allow_other_host: false
    # ok: open-redirect
    redirect_back(fallback_location: root_path)
    # ruleid: log-injection
    logger.warn("x " + x)
    # ok: log-injection
    logger.warn("x #{x.gsub(/[\r\n]/, '')}")
    # ok: log-injection
    logger.warn("x #{x.inspect}")
    # ruleid: nosql-injection
    Thing.where("$where" => "this.a == '#{x}'")
    # ruleid: email-header-injection
    smtp.send_message("Subject: #{x}", "a@example.com", "b@example.com")
    # ok: email-header-injection
    smtp.send_message("Subject: #{x.delete("\r\n")}", "a@example.com", "b@example.com")
    # ruleid: file-upload, path-traversal
    File.binwrite(Rails.root.join("public", params[:file].original_filename), params[:file].read)
  end
end

get "/a" do
  # ruleid: sql-injection
  DB.execute("SELECT '#{params[:x]}'")
  # ruleid: cross-site-scripting
  "<b>#{params[:x]}</b>"
end

post "/b" do
  x = request.body.read
  # ruleid: command-injection
  `ls #{x}`
  # ruleid: open-redirect
  redirect params["to"]
end

get "/hello/:name" do |name|
  # ruleid: sql-injection
  DB.execute("SELECT '#{name}'")
  # ok: cross-site-scripting
  erb :index
end

class App
  def call(env)
    req = Rack::Request.new(env)
    # ruleid: sql-injection
    DB.execute("SELECT '#{req.params["x"]}'")
    # ruleid: cross-site-scripting
    [200, { "Content-Type" => "text/html" }, ["<b>#{req.params["x"]}</b>"]]
  end
end

def read_orders(text, config)
  # ruleid: xxe
  Nokogiri::XML(text) { |c| c.noent }
  # ruleid: xxe
  Nokogiri::XML(text) { |c| c.strict.dtdload.noent }
  # ruleid: xxe
  Nokogiri::XML(text, nil, "UTF-8", Nokogiri::XML::ParseOptions::NOENT | Nokogiri::XML::ParseOptions::STRICT)
  # ok: xxe
  Nokogiri::XML(text)
  # ok: xxe
  Nokogiri::XML(text) { |c| c.nonet.strict }
  # ok: xxe
  Nokogiri::XML(text, nil, "UTF-8", Nokogiri::XML::ParseOptions::STRICT)
  # ok: xxe
  Nokogiri::XML("<a/>") { |c| c.noent }
end

# Classes that stand in a module are followed like others, with what their
# bodies run.
module Counter
  class Desk < Sinatra::Base
    get "/till" do
      # ruleid: command-injection
      system("open-till " + params[:till])
    end
  end

  class Slip
    attr_reader :till, :shop

    def initialize(till:, shop:)
      @till = till
      @shop = shop
    end

    def show
      # ruleid: command-injection
      system("show " + till)
      # ok: command-injection
      system("show " + shop)
    end
  end

  class SlipsController < ApplicationController
    def index
      Slip.new(till: params[:till], shop: "main").show
    end

    def pair
      both = { till: params[:till], copies: "2", :kind => params[:kind] }
      # ruleid: command-injection
      system("print #{both[:till]}")
      # ok: command-injection
      system("print #{both[:copies]}")
      # ruleid: command-injection
      system("print #{both[:kind]}")
    end

    def chosen
      kind = params[:kind]
      case kind
      when "short", "long"
        # ok: command-injection
        system("print #{kind}")
      else
        # ruleid: command-injection
        system("print #{kind}")
      end
    end
  end
end

class MoreGuards < ApplicationController
  HOSTS = %w[a.example b.example].freeze
  BASE = "/srv/a"
  NAMES = { "a" => "b" }.freeze

  def addresses
    u = URI.parse(params[:u])
    return head(:forbidden) unless u.scheme == "https" && HOSTS.include?(u.host)

    # ok: ssrf
    Faraday.get(u.to_s)
  end

  def open_addresses
    u = URI.parse(params[:u])
    return head(:forbidden) unless HOSTS.any? { |h| u.to_s.include?(h) }

    # ruleid: ssrf
    Faraday.get(u.to_s)
  end

  def files
    path = Pathname.new(BASE).join(params[:n]).cleanpath
    return head(:not_found) unless path.to_s.start_with?("#{BASE}/") && path.file?

    # ok: path-traversal
    send_file path
  end

  def loose_files
    path = File.expand_path(params[:n], BASE)
    return head(:not_found) unless path.start_with?("/srv")

    # ruleid: path-traversal
    send_file path
  end

  def tables
    # ok: sql-injection
    Thing.order(Arel.sql(NAMES.fetch(params[:n], "b")))
    # ruleid: sql-injection
    Thing.order(Arel.sql(NAMES.fetch(params[:n], params[:n])))
  end

  def pipes
    # ruleid: command-injection, path-traversal
    open(params[:n]) { |io| io.read }
  end
end

class KeptController < ApplicationController
  def show
    # ok: path-traversal
    send_file("/srv/kept/" + Digest::SHA256.hexdigest(params[:name]))
  end
end
