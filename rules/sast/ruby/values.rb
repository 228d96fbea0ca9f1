require 'openssl'

class Parcel
  CIPHERS = { old: 'des-cbc', current: 'aes-256-gcm' }.freeze
  SIGNS = { short: Digest::MD5, long: Digest::SHA512 }.freeze

  def initialize(secret = 'parcel-stamp-7', other = nil)
    @secret = secret
    @other = other
  end

  attr_reader :secret, :other

  def cipher(kind: CIPHERS.fetch(:old))
    # ruleid: weak-cipher
    OpenSSL::Cipher.new(kind)
  end

  def current(kind: CIPHERS.fetch(:current))
    # ok: weak-cipher
    OpenSSL::Cipher.new(kind)
  end

  def digest(name = 'md5')
    # ruleid: weak-hash
    OpenSSL::Digest.new(name)
  end

  def long_digest(name = 'sha512')
    # ok: weak-hash
    OpenSSL::Digest.new(name)
  end

  def stamp(text)
    # ruleid: hardcoded-key
    OpenSSL::HMAC.hexdigest('SHA256', @secret, text)
    # ok: hardcoded-key
    OpenSSL::HMAC.hexdigest('SHA256', @other, text)
  end

  def lock(box)
    # ruleid: hardcoded-key
    box.key = OpenSSL::Digest::SHA256.digest('parcel lock')
    # ruleid: hardcoded-key
    box.key = ['c0ffee00'].pack('H*')
    # ok: hardcoded-key
    box.key = [ENV.fetch('PARCEL_KEY')].pack('H*')
    # ruleid: hardcoded-key
    box.key = ENV.fetch('PARCEL_KEY', 'parcel lock of 2020')
  end

  def pair(bits = 1024)
    # ruleid: weak-key-size
    OpenSSL::PKey::RSA.generate(bits)
    # ruleid: weak-key-size
    OpenSSL::PKey.generate_key('RSA', rsa_keygen_bits: 1024)
    # ok: weak-key-size
    OpenSSL::PKey.generate_key('RSA', rsa_keygen_bits: 3072)
  end

  def wide(bits = 3072)
    # ok: weak-key-size
    OpenSSL::PKey::RSA.generate(bits)
  end

  def stretch(word, salt, rounds = 2_000)
    # ruleid: weak-password-hash
    OpenSSL::KDF.pbkdf2_hmac(word, salt: salt, iterations: rounds, length: 32, hash: 'SHA256')
  end

  def slow(word, salt, rounds = 700_000)
    # ok: weak-password-hash
    OpenSSL::KDF.pbkdf2_hmac(word, salt: salt, iterations: rounds, length: 32, hash: 'SHA256')
  end

  def open(http, mode = OpenSSL::SSL::VERIFY_NONE)
    # ruleid: tls-not-verified
    http.verify_mode = mode
  end

  def closed(http, mode = OpenSSL::SSL::VERIFY_PEER)
    # ok: tls-not-verified
    http.verify_mode = mode
  end
end

# ruleid: hardcoded-credential
PLAIN = ENV.fetch('PARCEL_TOKEN') { 'pt_4417aa0b9c' }
# ok: hardcoded-credential
NONE = ENV.fetch('PARCEL_TOKEN') { raise KeyError }
# ok: hardcoded-credential
REGION = ENV.fetch('PARCEL_REGION', 'eu-central-1')
# ruleid: hardcoded-credential
BROKER = { host: 'mq', password: 'Hafen-22' }.freeze
# ok: hardcoded-credential
LABELS = { host: 'mq', password: 'Your password' }.freeze

def ask(req)
  # ruleid: hardcoded-credential
  req['X-Api-Key'] = 'pk_99c1f0aa27'
  # ok: hardcoded-credential
  req['X-Api-Key'] = ENV.fetch('PARCEL_KEY')
  # ok: hardcoded-credential
  req['Accept'] = 'application/json; q=0.9'
end
