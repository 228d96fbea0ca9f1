import html


def plain(text):
    return "Hello " + text


def escaped(text):
    return "Hello " + html.escape(text)
