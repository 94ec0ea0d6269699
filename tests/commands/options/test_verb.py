"""Groups of options in a verb's signature."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command_from_info
from typer.models import CommandInfo

from lacwg.commands.options.details import Decided, DecidedWithReason
from lacwg.commands.options.verb import ExportRun, FolderlessRun, WritingRun, argument, flag, needed, option, verb
from lacwg.run import Run

Seats = Annotated[int | None, typer.Option("--seats", min=1)]
Doors = Annotated[list[str] | None, typer.Option("--door")]


@dataclass(frozen=True)
class Hall:
    """A group of options."""

    seats: Seats = None
    doors: Doors = None
    lit: Annotated[bool, typer.Option("--lit")] = False


SHOWN = ("color", "no_pager")
"""How it is shown: every verb has these."""
CALLS: list[dict[str, Any]] = []


@verb
def rent(run: WritingRun, town: Annotated[str, typer.Argument()], hall: Hall, decided: Decided, days: int = 1) -> None:
    """Rents a hall."""
    CALLS.append(locals())


def command(function: Any) -> Any:
    info = CommandInfo("rent", callback=function)
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


def call(*argv: str) -> dict[str, Any]:
    CALLS.clear()
    command(rent).main(argv, standalone_mode=False)
    return CALLS[0]


def test_groups_are_opened_in_their_place_and_the_common_options_come_last() -> None:
    assert list(inspect.signature(rent).parameters) == [
        *("town", "seats", "doors", "lit", "reason", "by", "days", "dry_run", "data", "json", "plain", *SHOWN),
    ]
    assert rent.__doc__ == "Rents a hall."
    assert rent.__name__ == "rent"


def test_the_verb_gets_the_groups() -> None:
    called = call("Boston", "--seats", "40", "--door", "North", "--door", "South", "--by", "Ana", "--dry-run", "--json")
    assert called["town"] == "Boston"
    assert called["hall"] == Hall(seats=40, doors=["North", "South"])
    assert called["decided"] == Decided(by="Ana")
    assert called["days"] == 1
    assert (called["run"].mode, called["run"].dry_run, called["run"].data) == ("json", True, None)


def test_what_is_not_given_is_as_the_group_has_it() -> None:
    called = call("Boston", "--data", "x")
    assert called["hall"] == Hall()
    assert called["decided"] == Decided()
    assert (called["run"].mode, called["run"].dry_run, called["run"].data) == ("people", False, Path("x"))


def test_an_option_of_a_group_that_is_needed() -> None:
    @verb
    def off(decided: DecidedWithReason) -> None:
        CALLS.append(locals())

    CALLS.clear()
    with pytest.raises(Exception, match="Missing parameter: reason"):
        command(off).main([], standalone_mode=False)
    command(off).main(["--reason", "snow"], standalone_mode=False)
    assert [{"decided": DecidedWithReason(reason="snow")}] == CALLS


@dataclass(frozen=True)
class Meal:
    """A group whose options are declared in a line each."""

    for_: int | None = option("N", "For how many.", min=1)
    no_meat: bool = flag("Without meat.")
    drinks: list[str] | None = option("NAME", "To drink.", "--drink")
    sort: str = option("KIND", "Which.", default="soup")


def test_an_option_is_named_for_its_field(capsys: pytest.CaptureFixture[str]) -> None:
    @verb
    def eat(meal: Meal, town: str = argument("TOWN", "Where."), loud: bool = flag("Loudly.", "--aloud")) -> None:
        CALLS.append(locals())

    CALLS.clear()
    command(eat).main(["Boston", "--for", "3", "--drink", "tea", "--drink", "rum", "--no-meat"], standalone_mode=False)
    command(eat).main(["--aloud", "Salem"], standalone_mode=False)
    assert CALLS[0] == {"meal": Meal(3, no_meat=True, drinks=["tea", "rum"]), "town": "Boston", "loud": False}
    assert CALLS[1] == {"meal": Meal(), "town": "Salem", "loud": True}
    assert Meal() == Meal(None, no_meat=False, drinks=None, sort="soup")
    for argv in ([], ["Boston", "--for", "0"], ["Boston", "--meat"]):
        with pytest.raises(Exception, match=r"town|range|--meat"):
            command(eat).main(argv, standalone_mode=False)
    command(eat).main(["--help"], standalone_mode=False)
    shown = capsys.readouterr().out
    assert "--no-meat" in shown
    assert "--no-no-meat" not in shown
    assert "For how many." in shown


def test_two_groups_with_the_same_option_are_a_mistake_of_the_program() -> None:
    def twice(_hall: Hall, seats: Seats = None) -> None:
        raise AssertionError(seats)

    with pytest.raises(ValueError, match="duplicate parameter name: 'seats'"):
        verb(twice)


def test_each_kind_of_run_has_its_options() -> None:
    def options(kind: Any) -> list[str]:
        def only(run: Any) -> None:
            assert run

        only.__annotations__["run"] = kind
        return list(inspect.signature(verb(only)).parameters)

    assert options(Run) == ["data", "json", "plain", *SHOWN]
    assert options(WritingRun) == ["dry_run", "data", "json", "plain", *SHOWN]
    assert options(ExportRun) == ["data", *SHOWN]
    assert options(FolderlessRun) == ["dry_run", "json", "plain", *SHOWN]


@dataclass(frozen=True)
class Parking:
    """Options that are declared in short."""

    city: str = needed("TEXT", "In which city.")
    cars: int | None = option("N", "How many cars.", "--cars", "-c", min=1)
    street_name: str | None = option("TEXT", "Where.")
    for_: list[str] | None = option("NAME", "For whom.")
    free: bool = flag("Costs nothing.")


def test_options_that_are_declared_in_short() -> None:
    @verb
    def park(
        parking: Parking, plate: str = argument("PLATE", "Its number."), days: int = option("N", "x", default=3)
    ) -> None:
        CALLS.append(locals())

    CALLS.clear()
    words = ["AB 1", "--city", "Boston", "-c", "2", "--street-name", "Elm", "--for", "Ana", "--for", "Bo", "--free"]
    command(park).main(words, standalone_mode=False)
    given = Parking(cars=2, street_name="Elm", for_=["Ana", "Bo"], free=True, city="Boston")
    assert [{"parking": given, "plate": "AB 1", "days": 3}] == CALLS
    for missing in (["AB 1"], ["--city", "Boston"]):
        with pytest.raises(Exception, match="Missing parameter"):
            command(park).main(missing, standalone_mode=False)
    with pytest.raises(Exception, match="0 is not in the range"):
        command(park).main([*words, "-c", "0"], standalone_mode=False)
    assert list(inspect.signature(park).parameters) == ["city", "cars", "street_name", "for_", "free", "plate", "days"]
