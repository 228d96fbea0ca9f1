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
