// ruleid: static-iv
crypto.createCipheriv('aes-256-cbc', key, Buffer.alloc(16));
// ok: static-iv
crypto.createCipheriv('aes-256-cbc', key, crypto.randomBytes(16));
