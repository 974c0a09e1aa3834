"""Loads aiogram in a third of its time and memory: a type's validator is built on its first use.

aiogram marks its types "build me later" and then builds all six hundred while it is imported,
because only there their names are known; here the names are kept instead. Has to be imported
before anything of aiogram, else it does nothing; changes no class but aiogram's own.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

# pydantic's types know neither that a class method has a function, nor that it may be replaced.
_names: dict[str, Any] = {}
_build = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]  # it has one


def _later(_model: type[BaseModel], /, **given: Any) -> None:
    _names.update(given.get("_types_namespace") or {})


def _on_first_use(model: type[BaseModel], /, **given: Any) -> bool | None:
    """Build as pydantic asks for it at the first use, with the names that it cannot know."""
    built: bool | None = _build(model, **{**given, "_types_namespace": _names})
    return built


BaseModel.model_rebuild = classmethod(_later)  # type: ignore[assignment]  # put back below
try:
    from aiogram.methods.base import Response, TelegramMethod
    from aiogram.types.base import TelegramObject
finally:
    BaseModel.model_rebuild = classmethod(_build)  # type: ignore[assignment]  # the first one

for _base in (TelegramObject, TelegramMethod, Response) if _names else ():  # else built already
    _base.model_rebuild = classmethod(_on_first_use)  # type: ignore[assignment]  # ours
