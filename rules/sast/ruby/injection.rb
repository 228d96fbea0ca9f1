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
