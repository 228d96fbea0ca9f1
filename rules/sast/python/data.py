import os
import pickle
import tarfile
import xml.sax
import zipfile

import lxml.etree
import yaml


def load(data):
    # ruleid: unsafe-deserialisation
    return pickle.loads(data)


def fixed():
    # ok: unsafe-deserialisation
    return pickle.loads(b"...")


def copy(x):
    # ok: unsafe-deserialisation
    return pickle.loads(pickle.dumps(x))


def settings(f):
    # ruleid: unsafe-deserialisation
    yaml.load(f)
    # ruleid: unsafe-deserialisation
    yaml.load(f, Loader=yaml.Loader)
    # ok: unsafe-deserialisation
    yaml.load(f, Loader=yaml.SafeLoader)
    # ok: unsafe-deserialisation
    yaml.safe_load(f)


def parse(text):
    parser = xml.sax.make_parser()
    # ruleid: xxe
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    # ok: xxe
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    # ruleid: xxe
    lxml.etree.XMLParser(resolve_entities=True)
    # ok: xxe
    lxml.etree.XMLParser(resolve_entities=False, no_network=True)


def unpack(name):
    with tarfile.open(name) as t:
        # ruleid: path-traversal
        t.extractall("out")
    with tarfile.open(name) as t:
        # ok: path-traversal
        t.extractall("out", filter="data")
    with zipfile.ZipFile(name) as z:
        # ok: path-traversal
        z.extractall("out")
        for m in z.infolist():
            # ruleid: path-traversal
            with open(os.path.join("out", m.filename), "wb") as f:
                f.write(z.read(m))


def careful(name):
    with tarfile.open(name) as t:
        for m in t.getmembers():
            if ".." in m.name:
                raise ValueError(m.name)
        # ok: path-traversal
        t.extractall("out")
