"""What one paper of the archive is: its facts, from which its text and its ledger row are both made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .parties import Party

Section = tuple[str, list[str]]


@dataclass(frozen=True)
class Machine:
    """A machine that was sold: one serial number."""

    serial: str
    model: str
    sold: date
    invoice: str
    delivered: date | None = None
    accepted: date | None = None


@dataclass(frozen=True)
class Cover:
    """One promise on a machine; `scope` is 整机, 零件, 人工 …"""

    machine: Machine
    months: int
    ends: date
    scope: str = "整机"


@dataclass(frozen=True)
class Deed:
    """One paper. `path` is where it stands in the archive, `form` which writer makes it."""

    path: str
    form: str
    kind: str
    number: str
    title: str
    customer: Party
    body: Callable[["Deed"], list[Section]]
    signed: date | None = None
    effective: date | None = None
    expires: date | None = None
    perpetual: bool = False
    renewal: str = "否"
    notice: int | None = None
    amount: int | None = None
    currency: str = "CNY"
    owner: str = ""
    we_are_first: bool = False
    covers: tuple[Cover, ...] = ()
    ledger: bool = True
    file_in_ledger: bool = True
    written: Callable[[date], str] | None = None
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]
