"""Secrets that nobody set: made once, kept readable by the owner only."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr


def kept_secret(folder: Path, name: str, given: SecretStr | None) -> SecretStr:
    """``given``, else the one kept under ``name``, made when there is none yet."""
    if given is not None:
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SecretStr(path.read_text(encoding="ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return SecretStr(path.read_text(encoding="ascii"))
