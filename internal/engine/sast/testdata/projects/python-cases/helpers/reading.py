class Wrapper:
    def __init__(self, request):
        self.request = request

    def form(self, name):
        return self.request.form.get(name, "")


def pick(name):
    return {"a": "first"}.get("a")
