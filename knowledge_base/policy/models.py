"""The table of policies: laws, regulations and announcements that answers rest on."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from common.database import Base


class PolicyRow(Base):
    __tablename__ = "policy"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date | None]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20))
    replaced_by: Mapped[list[Any]]
    url: Mapped[str | None] = mapped_column(Text)
    sure: Mapped[bool]
