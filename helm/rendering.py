"""Renders the charts by the real helm, for the tests beside."""

import functools
import json
import os
import subprocess

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
HELM = os.environ.get("HELM", "helm")
CHART = os.path.join(HERE, "crawljob")


def helm(*arguments, values=None):
    command = [HELM, *arguments, *(["--values", "-"] if values is not None else [])]
    return subprocess.run(command, input=yaml.safe_dump(values or {}), capture_output=True, text=True)


def render(values=None, chart=CHART):
    return [document for document in yaml.safe_load_all(rendered(json.dumps(values or {}), chart)) if document]


@functools.cache
def rendered(values, chart):
    ended = helm("template", "crawls", chart, "--namespace", "system", values=json.loads(values))
    if ended.returncode:
        raise AssertionError(ended.stderr)
    return ended.stdout


def refused(values):
    ended = helm("template", "crawls", CHART, values=values)
    if not ended.returncode:
        raise AssertionError(f"the chart took {values}")
    return ended.stderr


def named(documents, kind, name="crawls-crawljob"):
    found = [d for d in documents if d["kind"] == kind and d["metadata"]["name"] == name]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} of {kind}/{name} in {[(d['kind'], d['metadata']['name']) for d in documents]}")
    return found[0]


def environment(documents):
    return {e["name"]: e.get("value") for e in named(documents, "Deployment")["spec"]["template"]["spec"]["containers"][0]["env"]}


def kinds(documents):
    return {d["kind"] for d in documents}
