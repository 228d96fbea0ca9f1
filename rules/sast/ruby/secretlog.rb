class Doors
  def open
    word = params[:password]
    # ruleid: credentials-logged
    logger.info("try #{word}")
    # ok: credentials-logged
    logger.info("try #{mask(word)}")
    made = user.keys.create!.plain_token
    # ruleid: credentials-logged
    logger.info { "made #{made}" }
    # ok: credentials-logged
    logger.info("made for #{user.id}")
    heads = request.headers
    # ruleid: credentials-logged
    logger.debug(heads)
    # ok: credentials-logged
    logger.debug(request.headers["User-Agent"])
  end
end
