def hashes(data, password)
  # ruleid: weak-hash
  Digest::MD5.hexdigest(data)
  # ok: weak-hash
  Digest::SHA256.hexdigest(data)
  # ruleid: weak-password-hash
  Digest::SHA256.hexdigest(password)
  # ok: weak-password-hash
  BCrypt::Password.create(password)
end

def ciphers(key, iv)
  # ruleid: weak-cipher
  OpenSSL::Cipher.new("des-ede3-cbc")
  # ruleid: weak-cipher
  OpenSSL::Cipher.new("aes-128-ecb")
  # ok: weak-cipher
  c = OpenSSL::Cipher.new("aes-256-gcm")
  # ok: hardcoded-key
  c.key = key
  # ruleid: hardcoded-key
  c.key = "0123456789abcdef"
  # ruleid: static-iv
  c.iv = "0123456789abcdef"
  # ok: static-iv
  c.iv = iv
  # ruleid: weak-key-size
  OpenSSL::PKey::RSA.new(1024)
  # ok: weak-key-size
  OpenSSL::PKey::RSA.new(2048)
end

def numbers(http)
  # ruleid: weak-random
  rand(10)
  # ok: weak-random
  SecureRandom.hex(10)
  # ruleid: tls-not-verified
  http.verify_mode = OpenSSL::SSL::VERIFY_NONE
  # ok: tls-not-verified
  http.verify_mode = OpenSSL::SSL::VERIFY_PEER
end

ZEROS = "\x00" * 16
WIDTHS = { kiosk: 1024, host: 4096 }.freeze

def more(key, name)
  cipher = OpenSSL::Cipher.new("aes-256-cbc")
  # ruleid: static-iv
  cipher.iv = ZEROS
  # ruleid: static-iv
  cipher.iv = key[0, 16]
  # ok: static-iv
  cipher.iv = SecureRandom.random_bytes(16)
  # ruleid: weak-key-size
  OpenSSL::PKey::RSA.new(WIDTHS[:kiosk])
  # ok: weak-key-size
  OpenSSL::PKey::RSA.new(WIDTHS[:host])
  # ruleid: tls-not-verified
  Http.connect("https://a.example", ssl: { verify: false })
  # ruleid: tls-not-verified
  options = { use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_NONE }
  # ok: tls-not-verified
  options = { use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_PEER }
  # ruleid: weak-password-hash
  self.password_digest = Digest::SHA256.hexdigest(name)
  # ok: weak-password-hash
  self.picture = Digest::SHA256.hexdigest(name)
end

def pickup_token(letters)
  # ruleid: weak-random
  Array.new(12) { letters.sample }.join
end

def winner(people)
  # ok: weak-random
  people.sample
end

def pickup_code(letters)
  # ok: weak-random
  Array.new(12) { letters.sample(random: SecureRandom) }.join
end

def curve
  # ruleid: weak-key-size
  OpenSSL::PKey::EC.generate('secp192k1')
  # ok: weak-key-size
  OpenSSL::PKey::EC.generate('secp384r1')
end
