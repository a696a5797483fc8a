"""What machines may say: in an address, or in the JSON object that is sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from cop.kit.errors import Invalid
from cop.kit.forms import MOST_VALUES, Params, read_one
from cop.kit.i18n import LANGUAGES, mark
from cop.kit.i18n import gettext as _
from cop.kit.text import as_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

YES: Final = "yes"  # what a form would say for true


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One thing that may stand in an address, or in the body of what is sent there.

    In a body it is a text, and for each of these something else:

    Attributes:
        about: what it is, marked for the catalogues.
        choices: the only values it takes; any where empty.
        most: it is a number from 1 to that.
        least: it is a number from that, where 1 is not the first.
        many: it may stand there several times, for "or"; in a body it is a list of texts.
        is_truth: in a body, true or false.
        rows: in a body, a list of objects that hold these.
        in_path: it is a part of the address before the question mark.
        required: a body without it is refused.
    """

    name: str
    about: str
    choices: Sequence[str] = ()
    most: int | None = None
    least: int = 1
    many: bool = False
    is_truth: bool = False
    rows: Sequence[Parameter] = ()
    in_path: bool = False
    required: bool = False

    def check(self, params: Params) -> None:
        """Check what stands for it in an address.

        Raises:
            Invalid: it came twice, or is nothing that it may be.
        """
        if not (self.many or self.in_path):
            self._check(read_one(params, self.name), self.name)

    def read(self, sent: Mapping[str, object], at: str = "") -> Iterator[tuple[str, str]]:
        """Yield what stands for it in the body `sent`, as a form would name and say it.

        Args:
            sent: names to values.
            at: where that lies in the whole body, for sentences about what is wrong.

        Raises:
            Invalid: it is missing, of another type, or nothing that it may be.
        """
        if self.name in sent:
            yield from self._read_value(sent[self.name], at + self.name)
        elif self.required:
            raise _refusal(at + self.name, _("It must be said."))

    def _read_value(self, value: object, name: str) -> Iterator[tuple[str, str]]:
        if self.is_truth:
            if not isinstance(value, bool):
                raise _refusal(name, _("It is true or false."))
            yield self.name, YES if value else ""
        elif self.rows:
            for number, row in enumerate(_as_list(name, value), 1):
                yield from self._read_row(row, f"{name}.{number}")
        elif self.many:
            for one in _as_list(name, value):
                yield self.name, self._read_text(name, one)
        else:
            yield self.name, self._read_text(name, value)

    def _read_row(self, row: object, at: str) -> Iterator[tuple[str, str]]:
        """Yield of a row each of its columns once, as a table in a form sends them."""
        if not isinstance(row, dict):
            raise _refusal(at, _("It is an object."))
        columns = cast("dict[str, object]", row)
        said = read_body(columns, self.rows, f"{at}.")
        for one in self.rows:
            yield one.name, said.get(one.name, "")

    def _read_text(self, name: str, value: object) -> str:
        if self.most and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        elif self.most:
            raise _refusal(name, self._range())
        if not isinstance(value, str) or "\0" in value:  # which no database keeps
            raise _refusal(name, _("It is a text."))
        self._check(value, name)
        if self.required and not value:
            raise _refusal(name, _("It must be said."))
        return value

    def _check(self, value: str, name: str) -> None:
        if value and self.choices and value not in self.choices:
            reason = _("It is one of these: {values}.").format(values=", ".join(self.choices))
            raise _refusal(name, reason)
        if value and self.most:
            number = as_number(value)
            if number is None or not self.least <= number <= self.most:
                raise _refusal(name, self._range())

    def _range(self) -> str:
        sentence = _("It is a number from {least} to {most}.")
        return sentence.format(least=self.least, most=self.most)


LANG: Final = Parameter(
    name="lang", about=mark("The language of labels and sentences."), choices=tuple(LANGUAGES)
)


def which_page(deepest: int) -> Parameter:
    """Return what says which page of a list is wanted."""
    return Parameter(name="page", about=mark("Which page, from 1."), most=deepest)


def deed(choices: Sequence[str]) -> Parameter:
    """Return what says in a body what is to be done."""
    return Parameter(name="deed", about=mark("What to do."), choices=choices, required=True)


def read_body(sent: Mapping[str, object], described: Sequence[Parameter], at: str = "") -> Params:
    """Return what stands in a JSON object, as a form would have said it.

    Args:
        sent: the object.
        described: all that it may hold.
        at: where it lies in a larger one.

    Raises:
        Invalid: it holds anything else.
    """
    unknown = sorted(sent.keys() - {one.name for one in described})
    if unknown:
        reason = _("There is no such field.")
        raise Invalid(reason, {f"{at}{one}": reason for one in unknown})
    return Params([item for one in described for item in one.read(sent, at)])


def _as_list(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise _refusal(name, _("It is a list."))
    values = cast("list[object]", value)
    if len(values) > MOST_VALUES:
        reason = _("Send at most {most} at once.").format(most=MOST_VALUES)
        raise _refusal(name, reason)
    return values


def _refusal(name: str, sentence: str) -> Invalid:
    return Invalid(_("“{name}” cannot be that.").format(name=name), fields={name: sentence})
