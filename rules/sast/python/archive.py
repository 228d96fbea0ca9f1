import os
import zipfile


def unpack(path, target):
    with zipfile.ZipFile(path) as z:
        for item in z.infolist():
            name = os.path.join(target, item.filename)
            # ruleid: path-traversal
            with open(name, "wb") as out:
                out.write(z.read(item))


def flat(path, target):
    with zipfile.ZipFile(path) as z:
        for item in z.infolist():
            name = os.path.join(target, os.path.basename(item.filename))
            # ok: path-traversal
            with open(name, "wb") as out:
                out.write(z.read(item))


def checked(path, target):
    with zipfile.ZipFile(path) as z:
        for item in z.infolist():
            name = os.path.realpath(os.path.join(target, item.filename))
            if not name.startswith(target + os.sep):
                continue
            # ok: path-traversal
            with open(name, "wb") as out:
                out.write(z.read(item))
