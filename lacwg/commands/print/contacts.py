"""``lacwg print contacts``: the telephone tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lacwg.audience.view import Reader
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For
from lacwg.commands.options.ids import list_names
from lacwg.commands.options.verb import needed, verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.text.english import plural
from lacwg.text.fold import fold
from lacwg.voice.voice import voice_of

if TYPE_CHECKING:
    from lacwg.exporters.paper.sheets import Part


@verb
def contacts(
    run: Run,
    printing: Printing,
    list_: str = needed("LIST", "The list whose people to print.", "--list", autocompletion=list_names),
    audience: For = "members",
) -> None:
    """Print a telephone list, with a box to tick for each call.

    It has only the contacts that members may see, and says how many it leaves out.

    Example: lacwg print contacts --list members
    """
    press = Press(run, printing, audience)
    on_it = {each.id for each in queries.people_on(run, list_)}
    parts: list[Part] = []
    today = queries.today(run)
    scanner, left = None, 0
    for number, language in enumerate(press.languages):
        drawn = exporting.draw(run, audience, series=[], events=[], also=("contacts",), language=language)
        scanner, press.missing[number] = scanner or drawn.scanner, drawn.missing
        say = voice_of(drawn.view.group, drawn.view.language)
        people = by_name(each for each in drawn.view.contacts if each.id in on_it)
        left = len(on_it) - len(people)
        more = say.ngettext("{count} person is not on this sheet.", "{count} people are not on this sheet.", left)
        parts.append(
            {
                "lang": say.code,
                "title": say.gettext("Telephone list"),
                "group": drawn.view.group.name,
                "columns": [say.gettext("Name"), say.gettext("Phone"), say.gettext("Called")],
                "rows": [
                    [_lines(each.name, each.pronouns, each.role_on(today)), _lines(each.phone, each.email)]
                    for each in people
                ],
                "left": more if left else "",
            }
        )
    press.put("contacts", f"contacts-{list_}", parts[0]["title"], parts, scanner)
    tell_left_out(run, left, audience)


def by_name(people: Iterable[Contact]) -> list[Contact]:
    """Contacts as a list has them."""
    return sorted(people, key=lambda each: (fold(each.name), each.id))


def tell_left_out(run: Run, count: int, reader: Reader) -> None:
    """Says how many are not on a sheet."""
    if count:
        whom = "members" if reader == "members" else "the public"
        run.message(
            f"Left out {plural(count, 'contact')} whom {whom} may not see; to put one in: "
            f"lacwg contacts edit ID --audience {reader}"
        )


def _lines(*texts: str | None) -> list[str]:
    return [each for each in texts if each]
