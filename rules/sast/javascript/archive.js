zip.on('entry', (entry) => {
  // ruleid: path-traversal
  entry.pipe(fs.createWriteStream(path.join('out', entry.path)));
});
zip.on('entry', (entry) => {
  // ok: path-traversal
  entry.pipe(fs.createWriteStream(path.join('out', path.basename(entry.path))));
});
