const express = require("express");
const bus = require("./bus");

const app = express();

app.post("/print", (req, res) => {
  bus.emit("print", req.query.till, 2);
  bus.emit("open", "main");
  res.sendStatus(202);
});
