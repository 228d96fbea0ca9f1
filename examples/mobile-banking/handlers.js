'use strict';

const { execFile, exec } = require('node:child_process');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const accounts = require('./accounts');
const tokens = require('./tokens');

const PARTNERS = new Map([['rates', 'https://rates.example.com/today']]);

function page(response, body) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
}

function escapeHTML(text) {
  return text.replace(/[&<>"']/g, (c) => '&#' + c.charCodeAt(0) + ';');
}

function hello(query, response) {
  page(response, '<h1>Hello ' + query.get('name') + '</h1>');
}

function welcome(query, response) {
  page(response, '<h1>Welcome ' + escapeHTML(query.get('name') || '') + '</h1>');
}

function statement(query, response) {
  fs.readFile('statements/' + query.get('file'), (err, data) => page(response, err ? '' : data));
}

function receipt(query, response) {
  const name = path.basename(query.get('file') || 'none');
  fs.readFile(path.join('receipts', name), (err, data) => page(response, err ? '' : data));
}

function preview(query, response) {
  https.get(query.get('url'), (answer) => answer.pipe(response));
}

function rates(query, response) {
  const url = PARTNERS.get(query.get('partner'));
  if (!url) {
    response.writeHead(400).end();
    return;
  }
  https.get(url, (answer) => answer.pipe(response));
}

function exportAll(query, response) {
  exec('tar c exports/' + query.get('month'), (err, out) => page(response, err ? '' : out));
}

function exportMonth(query, response) {
  const month = /^\d{4}-\d{2}$/.test(query.get('month')) ? query.get('month') : 'none';
  execFile('tar', ['c', 'exports/' + month], (err, out) => page(response, err ? '' : out));
}

function leave(query, response) {
  response.writeHead(302, { Location: query.get('next') }).end();
}

function home(query, response) {
  response.writeHead(302, { Location: '/welcome?name=' + encodeURIComponent(query.get('name') || '') }).end();
}

function transfer(query, response) {
  console.log('transfer from card ' + query.get('pan'));
  const amount = parseFloat(query.get('amount')) * 1.01;
  page(response, String(accounts.move(query.get('from'), query.get('to'), amount)));
}

function standingOrder(query, response, request) {
  const key = request.headers['idempotency-key'];
  if (!key || accounts.seen(key)) {
    response.writeHead(409).end();
    return;
  }
  console.log('standing order from card ending in ' + (query.get('pan') || '').slice(-4));
  page(response, String(accounts.moveMinor(query.get('from'), query.get('to'), BigInt(query.get('minor') || 0))));
}

function login(query, response) {
  page(response, tokens.weakCode());
}

function enrol(query, response) {
  page(response, tokens.code());
}

exports.routes = {
  '/hello': hello, '/welcome': welcome, '/statement': statement, '/receipt': receipt,
  '/preview': preview, '/rates': rates, '/export': exportAll, '/export-month': exportMonth,
  '/leave': leave, '/home': home, '/transfer': transfer, '/standing-order': standingOrder,
  '/login': login, '/enrol': enrol,
};
