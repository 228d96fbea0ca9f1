from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DeleteView, ListView, UpdateView
from fastapi import APIRouter, Depends

from .guard import require_clerk
from .service import ledger

router = APIRouter()


@router.get("/{id}")
# ok: missing-authorisation
def show(id: int, book=Depends(ledger)):
    return book.show(id)


@router.put("/{id}", dependencies=[Depends(require_clerk)])
# ok: missing-authorisation
def change(id: int, book=Depends(ledger)):
    book.change(id)


@router.delete("/{id}")
# ruleid: missing-authorisation
def drop(id: int, book=Depends(ledger)):
    book.drop(id)


@router.post("/{id}/close")
# ok: missing-authorisation
def close(id: int, book=Depends(ledger), clerk=Depends(require_clerk)):
    book.close(id)


# ok: missing-authorisation
class Rename(LoginRequiredMixin, UpdateView):
    fields = ["name"]


# ruleid: missing-authorisation
class Remove(DeleteView):
    success_url = "/"


# ok: missing-authorisation
class Overview(ListView):
    paginate_by = 20


class Machines(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]

    @action(detail=True, methods=["post"], permission_classes=[AllowAny])
    # ruleid: missing-authorisation
    def restart(self, request, pk=None):
        self.get_object().restart()

    @action(detail=True, methods=["post"], permission_classes=[IsAdminUser])
    # ok: missing-authorisation
    def stop(self, request, pk=None):
        self.get_object().stop()


class Handler(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def post(self):
        self.rows.add(1)

    # ruleid: missing-authorisation
    def delete(self, number):
        self.rows.remove(number)


def only(kind):
    if session.get("kind") != kind:
        abort(403)


@machines.post("/machines/<int:number>/start")
def start_machine(number):
    only("keeper")
    Machine.get(number).start()


@machines.post("/machines/<int:number>/sell")
# ruleid: missing-authorisation
def sell_machine(number):
    Machine.get(number).sell()


@machines.post("/machines/<int:number>/lend")
# ok: missing-authorisation
def lend_machine(number):
    only("keeper")
    Machine.get(number).lend()
