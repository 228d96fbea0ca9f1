// The back end of a mobile bank: node server.js [--check]. An example for
// Assay: some of it is wrong on purpose, see expected.yaml.
'use strict';

const http = require('node:http');
const handlers = require('./handlers');

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const handle = handlers.routes[url.pathname];
  if (!handle) {
    response.writeHead(404).end();
    return;
  }
  handle(url.searchParams, response, request);
});

server.listen(process.argv.includes('--check') ? 0 : 7204, '127.0.0.1', () => {
  console.log('listening on port ' + server.address().port);
  if (process.argv.includes('--check')) {
    require('./check')(server);
  }
});
