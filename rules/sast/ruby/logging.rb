def log_all(card, user)
  # ruleid: card-number-logged
  logger.info("card #{card.card_number}")
  # ok: card-number-logged
  logger.info("card #{mask(card.card_number)}")
  # ruleid: credentials-logged
  Rails.logger.debug("login #{user.password}")
  # ruleid: account-number-logged
  logger.info(user.iban)
  # ruleid: personal-data-logged
  logger.info("mail #{user.email}")
  # ok: personal-data-logged
  logger.info("user #{user.id}")
end

# ruleid: one-time-code-logged
Rails.logger.info("sent #{otp}")
# ok: one-time-code-logged
Rails.logger.info("sent #{challenge_id}")
