exports.makeTag = () => Math.random().toString(36).slice(2);
exports.makeStrong = () => crypto.randomBytes(16).toString('hex');
