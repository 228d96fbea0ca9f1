function Note({ text, title }) {
  // ruleid: cross-site-scripting
  return <div dangerouslySetInnerHTML={{ __html: text }} />;
}

function Safe({ text }) {
  // ok: cross-site-scripting
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />;
}

function Plain({ text }) {
  // ok: cross-site-scripting
  return <div>{text}</div>;
}
