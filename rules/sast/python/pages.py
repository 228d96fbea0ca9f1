from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def lines(value):
    # ruleid: cross-site-scripting
    return mark_safe("<br>".join(value.splitlines()))


@register.filter(name="bold")
def bold(value):
    # ok: cross-site-scripting
    return mark_safe("<b>" + escape(value) + "</b>")


@register.filter
def badge(value):
    # ok: cross-site-scripting
    return format_html("<i>{}</i>", value)


def helper(value):
    # ok: cross-site-scripting
    return mark_safe("<hr>")
