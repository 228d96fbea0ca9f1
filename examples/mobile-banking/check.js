'use strict';

const http = require('node:http');

// check asks the running server two questions and ends the process.
module.exports = function check(server) {
  const base = 'http://127.0.0.1:' + server.address().port;
  http.get(base + '/welcome?name=Ada%3Cb%3E', (response) => {
    let body = '';
    response.on('data', (part) => { body += part; });
    response.on('end', () => {
      const good = body === '<h1>Welcome Ada&#60;b&#62;</h1>';
      console.log(good ? 'ok' : 'unexpected: ' + body);
      process.exit(good ? 0 : 1);
    });
  });
};
