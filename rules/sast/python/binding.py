from flask import request

from .models import Person

MAY = ("street", "town")


def assign(row, values):
    for key, value in values.items():
        # ruleid: mass-assignment
        setattr(row, key, value)


def change(row):
    assign(row, request.get_json())


def checked(row):
    for key, value in request.get_json().items():
        if key in MAY:
            # ok: mass-assignment
            setattr(row, key, value)


def chosen(row):
    body = request.get_json()
    for key, value in {k: body[k] for k in MAY if k in body}.items():
        # ok: mass-assignment
        setattr(row, key, value)


def made():
    fields = request.get_json()
    # ruleid: mass-assignment
    return Person.objects.create(**fields)


def named():
    fields = request.get_json()
    # ok: mass-assignment
    return Person.objects.create(street=fields["street"])
