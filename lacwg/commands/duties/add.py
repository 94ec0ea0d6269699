from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import asking, on_duty
from lacwg.commands.shared.contact_names import contact_names, people
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Duty
from lacwg.schedule.duties import Dutied


@verb
def add(
    run: WritingRun,
    role: str = argument("ROLE", 'What it is called, such as "notes".'),
    series: str | None = argument(
        "[SERIES]", "A series or an event. Default: the main series.", default=None, autocompletion=on_duty.gatherings
    ),
    count: int | None = option("N", "How many people it takes. Default: 1.", min=1, max=100),
    turns: list[str] | None = option(
        "NAMES", "The contacts who take turns. Default: those of the list members.", "--from", autocompletion=persons
    ),
) -> None:
    """Add a duty that people take turns at, or change one.

    Example: lacwg duties add notes --from "Ana, John and Yoav"
    Example: lacwg duties add "food bank" weekly-market --count 2
    """
    name = asking.needed("ROLE", role, hint='say what it is, such as "notes"')
    names = contact_names(run)
    named = [who for each in turns or [] if each for who in people(names, "--from", each)]
    for who in named:
        if who not in names.names:
            raise NoSuchRecordError(f'there is no contact "{who}"', hint=f'add them: lacwg contacts add "{who}"')

    def changed(old: Dutied) -> Dutied:
        every = {each.role: each for each in old.duties}
        had = every.get(name, Duty(role=name))
        from_ = had.from_ if turns is None else tuple(dict.fromkeys(named))
        every[name] = replace(had, count=count or had.count, from_=from_)
        try:
            return replace(old, duties=tuple(every.values()))
        except ValueError as error:  # another one is called so in some language
            raise UsageError(str(error).partition(": ")[2], hint="give it another name") from None

    record = on_duty.named(run, series)
    on_duty.change(run, record, changed, lambda new: [e for e in on_duty.coming(run, new) if e.duty.role == name])
