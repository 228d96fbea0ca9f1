app.get('/w', (req, res) => {
  // ruleid: nosql-injection
  col.find({ $where: "this.owner == '" + req.query.owner + "'" });
  // ok: nosql-injection
  col.find({ $where: 'this.a == this.b' });
});
