const card = new mongoose.Schema({
  token: String,
  // ok: card-number-stored
  last4: String,
});

// ruleid: security-code-stored
const codes = new mongoose.Schema({ token: String, cvv: String });

// ruleid: card-number-stored
const numbers = sequelize.define('card', { cardNumber: { type: DataTypes.STRING } });

@Entity()
class Card {
  @Column()
  // ruleid: security-code-stored
  cvv: string;

  @Column()
  // ruleid: card-number-stored
  cardNumber: string;

  @Column()
  // ok: card-number-stored
  cardToken: string;
}

// ok: security-code-stored, card-number-stored
const request = { cvv: form.cvv, cardNumber: form.cardNumber };

// ruleid: security-code-stored
db.run('INSERT INTO cards (token, cvv) VALUES (?, ?)', token, cvv);
// ruleid: card-number-stored
db.run('CREATE TABLE cards (id BIGINT, pan VARCHAR(19))');
// ok: card-number-stored, security-code-stored
db.run('CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))');

function link(number: string, token: string) {
  // ok: card-data-in-url
  const good = '/pay?token=' + token;
  // ruleid: card-data-in-url
  return `/pay?cardNumber=${number}`;
}

function read(req: Request) {
  // ok: card-data-in-url
  use(req.body.cardNumber);
  // ruleid: card-data-in-url
  return req.query.cardNumber;
}

function keep(number: string, token: string) {
  // ruleid: card-data-on-client
  localStorage.setItem('cardNumber', number);
  // ok: card-data-on-client
  localStorage.setItem('cardToken', token);
  // ruleid: card-data-on-client
  sessionStorage.setItem('checkout', form.cvv);
}
