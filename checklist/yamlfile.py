"""Reading YAML so that a fault names its file, line and key."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ChecklistError(Exception):
    """A rule, word or site file that cannot be used; the message is one line for the person who edits it."""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises ChecklistError with file and line; a key given twice is a fault too."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ChecklistError(f"{path}: cannot be read ({reason})") from error
    try:
        _refuse_double_keys(yaml.compose(text, Loader=_Loader), path)
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise ChecklistError(f"{path}{where}: {problem}") from error


def read_model(path: Path, model: type[_Model]) -> _Model:
    """A YAML file as a model. Raises ChecklistError that names the line and the key of the first fault."""
    return validated(read_yaml(path), model, path)


def validated(data: Any, model: type[_Model], path: Path) -> _Model:
    """Data read from `path` as a model. Raises ChecklistError that names the line and the key of the first fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # A misspelt key is told as itself, not as the key that is lacking because of it.
        fault = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        keys = [part for part in fault["loc"] if not (isinstance(part, str) and "[" in part)]
        line = line_of(path, keys)
        key = ".".join(map(str, keys)) or "(top)"
        what = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise ChecklistError(f"{path}:{line}: {key}: {what}{more}") from error


def line_of(path: Path, keys: list[int | str]) -> int:
    """The line, from 1, of a key inside a YAML file: the deepest part of the way that exists there."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    line = 1
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, key: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None


def _refuse_double_keys(node: yaml.Node | None, path: Path) -> None:
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_double_keys(value, path)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if name.value in seen:
                raise ChecklistError(f"{path}:{name.start_mark.line + 1}: {name.value}: key given twice")
            seen.add(str(name.value))
            _refuse_double_keys(value, path)
