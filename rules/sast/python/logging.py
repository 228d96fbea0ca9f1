import logging

log = logging.getLogger("pay")


def pay(card, user, transaction):
    # ruleid: card-number-logged
    log.info("card %s", card.card_number)
    # ruleid: card-number-logged
    log.info("card %s", transaction["pan"])
    # ok: card-number-logged
    log.info("card %s", transaction["pan"][-4:])
    # ok: card-number-logged
    log.info("card %s", mask(card.card_number))
    # ruleid: card-number-logged
    logging.warning(f"cvv {card.cvv}")
    # ruleid: account-number-logged
    log.info("iban " + user.iban)
    # ok: account-number-logged
    log.info("account %s", user.account_id)
    # ruleid: credentials-logged
    log.debug("login %s %s", user.name, user.password)
    # ok: credentials-logged
    log.debug("password changed")
    # ruleid: personal-data-logged
    log.info("mail to %s", user.email)
    # ok: personal-data-logged
    log.info("mail to %s", user.id)


def one_time_codes(otp, challenge):
    # ruleid: one-time-code-logged
    logger.info("sent %s", otp)
    # ruleid: one-time-code-logged
    logger.info("sent %s", challenge.sms_code)
    # ok: one-time-code-logged
    logger.info("sent %s", challenge.id)
