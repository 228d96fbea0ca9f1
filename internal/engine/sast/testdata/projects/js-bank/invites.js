const { makeTag, makeStrong } = require('./ids');

exports.invite = (mail) => {
  // ruleid: weak-random
  const inviteToken = makeTag();
  // ok: weak-random
  const resetToken = makeStrong();
  // ok: weak-random
  const colour = makeTag();
  return [mail, inviteToken, resetToken, colour];
};
