from __future__ import annotations

from collections.abc import Iterable

from lacwg.audience.view import Reader
from lacwg.commands import queries
from lacwg.commands.export.exporting import Drawn, For
from lacwg.commands.options.ids import list_names
from lacwg.commands.options.verb import needed, verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.exporters.paper.sheets import Part
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.text.english import plural
from lacwg.text.fold import fold
from lacwg.voice.voice import Voice


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
    press, today = Press(run, printing, audience), queries.today(run)
    on_it = {each.id for each in queries.people_on(run, list_)}

    def told(drawn: Drawn, say: Voice) -> Part:
        people = by_name(each for each in drawn.view.contacts if each.id in on_it)
        left = len(on_it) - len(people)
        more = say.ngettext("{count} person is not on this sheet.", "{count} people are not on this sheet.", left)
        return {
            "title": say.gettext("Telephone list"),
            "columns": [say.gettext("Name"), say.gettext("Phone"), say.gettext("Called")],
            "rows": [
                [[*filter(None, cell)] for cell in ((p.name, p.pronouns, p.role_on(today)), (p.phone, p.email))]
                for p in people
            ],
            "left": more if left else "",
        }

    parts = press.parts(told, series=[], events=[], also=("contacts",))
    press.put("contacts", list_, parts, template="table.typ")
    tell_left_out(run, len(on_it) - len(parts[0]["rows"]), audience)


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
