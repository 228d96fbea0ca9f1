import express from "express";
import { execSync } from "child_process";
import { Slip, normalise } from "./slip";

const app = express();

app.get("/slips", (req, res) => {
  const slip = new Slip(String(req.query.till), 2);
  // ruleid: command-injection
  execSync("lp " + slip.target);
  // ok: command-injection
  execSync("lp " + slip.pages);
});

app.get("/tills", (req, res) => {
  [String(req.query.till)].map(normalise).forEach((till) => {
    // ruleid: command-injection
    execSync("open " + till);
  });
});
