const name = new URLSearchParams(location.search).get('name');
// ruleid: cross-site-scripting
document.getElementById('a').innerHTML = 'Hello ' + name;
// ok: cross-site-scripting
document.getElementById('a').textContent = 'Hello ' + name;
// ok: cross-site-scripting
document.getElementById('a').innerHTML = DOMPurify.sanitize(name);
// ruleid: cross-site-scripting
document.write(window.location.hash);
// ok: cross-site-scripting
document.write('<p>fixed</p>');
// ruleid: cross-site-scripting
$('#out').html(location.hash.slice(1));
window.addEventListener('message', (event) => {
  // ruleid: cross-site-scripting
  document.body.innerHTML = event.data;
  // ruleid: code-injection
  eval(event.data);
  // ok: code-injection
  JSON.parse(event.data);
});
// ruleid: open-redirect
window.location.href = new URLSearchParams(window.location.search).get('next');
// ok: open-redirect
window.location.href = '/home';
const then = new URLSearchParams(window.location.search).get('then');
// ruleid: code-injection
window.setTimeout(`run${then}()`, 10);
// ok: code-injection
window.setTimeout(() => run(then), 10);
