"""Asks which calibration references data sets need, and saves the answers."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen


def ask(service: str, answers: list[str], method: str, *parameters: object) -> Any:
    """Ask one question, keep its answer as it came, and return what it holds."""
    question = {"jsonrpc": "1.0", "method": method, "params": parameters, "id": 1}
    with urlopen(service, json.dumps(question).encode(), timeout=300) as answer:
        answers.append(answer.read().decode())
    result = json.loads(answers[-1])["result"]
    if isinstance(result, dict) and "crds_encoded" in result:
        packed = base64.b64decode(result["crds_payload"])
        result = json.loads(gzip.decompress(packed))
    return result


def parts(names: list[str], at_a_time: int) -> list[list[str]]:
    """Return names, some at a time."""
    return [names[at : at + at_a_time] for at in range(0, len(names), at_a_time)]


def ask_all(
    service: str,
    observatory: str,
    *,
    context: str,
    data_sets: list[str],
    fields: list[str],
    at_a_time: int,
    file: str,
) -> None:
    """Ask for the references, then about the files, and save what was answered."""
    answers: list[str] = []
    context = context or ask(service, answers, "get_default_context", observatory)
    needed: set[str] = set()
    for ids in parts(data_sets, at_a_time):
        method = "get_aui_best_references"
        best = ask(service, answers, method, context, ids) or {}
        for found, told in best.values():
            needed.update(told if found else [])
    for names in parts(sorted(needed), at_a_time):
        ask(service, answers, "get_file_info_map", observatory, names, fields)
    Path(file).write_text("\n".join(answers) + "\n", "utf-8")
    print("saved as", file)
