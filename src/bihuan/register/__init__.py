"""Register <-> xlsx and json, both ways."""

from __future__ import annotations

from bihuan.register.files import FORMATS, save
from bihuan.register.json import from_json, to_json
from bihuan.register.load import load

__all__ = ["FORMATS", "from_json", "load", "save", "to_json"]
