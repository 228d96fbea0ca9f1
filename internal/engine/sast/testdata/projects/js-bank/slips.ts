import express from "express";
import { exec, execSync } from "child_process";
import { promisify } from "util";
import { Slip, normalise } from "./slip";

const app = express();
const run = promisify(exec);

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

app.get("/print", async (req, res) => {
  // ruleid: command-injection
  await run("lp " + req.query.till);
  // ok: command-injection
  await run("lp -a");
});
