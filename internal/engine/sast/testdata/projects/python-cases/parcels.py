from dataclasses import dataclass

from django import forms


@dataclass
class Parcel:
    weight: int
    label: str

    @property
    def slip(self):
        return f"{self.weight}-{self.label}"

    @property
    def scale(self):
        return f"{self.weight} kg"


class Printer:
    def __init__(self, **settings):
        self.queue = settings["queue"]

    def send(self):
        import os
        # ruleid: command-injection
        os.system("lp -d " + self.queue)


class Receipt(forms.Form):
    def __init__(self, *args, **kwargs):
        self.copies = 2
        super().__init__(*args, **kwargs)
