"""The site as files: what there is in each language, and how each of it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from lacwg.audience.view import View, in_language
from lacwg.errors import FieldError
from lacwg.records import Event, Language
from lacwg.schedule.occurrences import Occurrence
from lacwg.site import atom, embedding, pages, subscribing
from lacwg.site.page_formatter import LOCALES, PageFormatter, mail
from lacwg.site.page_input import Facts, SiteInput, facts
from lacwg.site.rendering import Templates
from lacwg.site.social_picture import made
from lacwg.voice.translation import Untranslated, languages
from lacwg.voice.voice import voice, voice_of

if TYPE_CHECKING:
    from markupsafe import Markup

_ANY: Final = "page-8f14e45fceea167a"
"""Stands for the name of any page."""
Linked = Callable[[Sequence[Occurrence], bool], str]
"""Gives the JSON-LD of dates, all that is known of them or what lists need; no ``<`` stands in it."""


class File(NamedTuple):
    """A file of the site."""

    path: str
    """Below the site's root."""
    make: Callable[[], bytes]
    """Its bytes, the same each time. Raises ``LacwgError`` for a template of the folder's that is wrong."""


class Edition(NamedTuple):
    """The site in one language."""

    files: list[File]
    """Pages and news; the feeds are for the exporters to make."""
    events: tuple[Event, ...]
    """Those of the view, in the language."""
    problems: tuple[FieldError, ...]
    """Records whose times cannot be told, which are left out."""


MOST: Final = 50_000
"""The addresses that a sitemap may have."""


def _sitemap(base: str, paths: list[str]) -> bytes:
    """The addresses of all pages, as search engines read them (https://www.sitemaps.org/protocol.html)."""
    from xml.sax.saxutils import escape

    said = (subscribing.address(base, each) for each in paths[:MOST])
    lines = "".join(f"<url><loc>{escape(each)}</loc></url>\n" for each in said)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{lines}</urlset>\n".encode()


def _robots(base: str) -> bytes:
    """What robots may read, which is all (RFC 9309), and where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {subscribing.address(base, pages.SITEMAP)}\n".encode()


class Site:
    """The group's page: each language is drawn when it is asked for, so that one at a time takes memory."""

    def __init__(self, source: SiteInput) -> None:
        self._source = source
        self._templates = Templates(source.templates)
        self.style = self._templates.source(pages.STYLE)
        self.languages = languages(source.view.group)

    def edition(self, language: Language, linked: Linked = lambda _dates, _in_full: "") -> Edition:
        """The files of one language; with the first of all go the style sheet and the page for what is missing."""
        source, group = self._source, self._source.view.group
        view = in_language(replace(source.view, events=iter(source.events)), language, Untranslated)
        source = replace(source, view=view, events=tuple(view.events))
        say = PageFormatter(voice_of(group, language), group.language)
        told = facts(source, say.voice)
        root = pages.root_of(language, self.languages)
        frame = self._frame(view, told, say, root)
        frame["framed"] = self._framed(frame)
        own = list(pages.all_pages(source, told, say))
        files = [File(f"{root}{page.path}", partial(self._page, page, frame, root, linked)) for page in own]
        files += [File(f"{root}{page.values['card'][0]}", partial(made, page.card)) for page in own if page.card]
        files += self._news(told, frame, root)
        dates, base = embedding.next_dates(told), self._source.base_url
        where = {each.id: f"{root}{pages.target_of(each)}" for each in dates}
        files.append(File(f"{root}{embedding.NEXT}", partial(embedding.as_json, dates, group.name, where, base)))
        if not root:
            files.append(File(pages.STYLE, self.style.encode))
            files.append(File(pages.MISSING, partial(self._missing, frame)))
            if self._source.icon is None:
                files.append(File(pages.ICONS[0], self._templates.source(pages.ICONS[0]).encode))
            if (base := self._source.base_url) is not None:
                listed = ["" if path == "index.html" else path for path, *_ in own if path != embedding.EMBED]
                paths = [f"{pages.root_of(each, self.languages)}{path}" for each in self.languages for path in listed]
                files += [
                    File(pages.SITEMAP, partial(_sitemap, base, paths)),
                    File(pages.ROBOTS, partial(_robots, base)),
                ]
        return Edition(files, source.events, told.problems)

    def _frame(self, view: View, told: Facts, say: PageFormatter, root: str) -> dict[str, Any]:
        """What all templates have, in one language."""
        from markupsafe import Markup

        group, base, language = view.group, self._source.base_url, say.language
        name = group.short_name or group.name
        return {
            "group": group,
            "name": name,
            "language": language,
            "languages": [(each, voice(each).own_name, pages.root_of(each, self.languages)) for each in self.languages],
            "locale": LOCALES[language],
            "other_locales": [LOCALES[each] for each in self.languages if each != language],
            "folder": root,
            "icon": self._source.icon or pages.ICONS[0],
            "photo": pages.picture(group.photo, self._source),
            "involved": bool(told.rules or group.get_involved or view.contacts),
            "writable": any(mail(each.email) for each in view.contacts),
            "base": base,
            "home_url": None if base is None else f"{base}{root}",
            "feed": pages.FEED,
            "news": None if base is None else pages.NEWS,
            "embed_style": Markup(self._templates.source("embed.css").replace("</", "<\\/")),
            "qr_code": None if base is None else pages.QR_CODE,
            "navigation": list(pages.navigation(told, say, has_history=bool(group.history))),
            "say": say,
            "_": say.phrase,
            # functions, of which a template in the sandbox can do nothing but call them
            "links": lambda path, about="": (
                subscribing.links(base, f"{root}{path}", f"{name}: {about}" if about else name) if base else None
            ),
            "add_links": lambda each, path: subscribing.add_links(each, base and subscribing.address(base, path)),
        }

    def _framed(self, frame: dict[str, Any]) -> Callable[[str, str, str, str], Markup]:
        """What gives templates a part of the frame of pages, for a path, and that from there to the root and the home.

        For the pages of one folder it differs by their names alone: so it is rendered once.
        """
        from markupsafe import Markup, escape

        made: dict[tuple[str, str], str] = {}

        def framed(template: str, path: str, root: str, home: str) -> Markup:
            folder, _, name = path.rpartition("/")
            if (template, folder) not in made or not folder:
                there = f"{folder}/{_ANY}" if folder else path
                made[template, folder] = self._templates.text(
                    template, {**frame, "path": there, "root": root, "home": home}
                )
            return Markup(made[template, folder].replace(_ANY, escape(name)))

        return framed

    def _page(self, page: pages.Page, frame: dict[str, Any], root: str, linked: Linked) -> bytes:
        from markupsafe import Markup

        data = linked(page.dates, page.template == "event.html") if page.dates else ""
        if "<" in data:
            raise ValueError("JSON-LD in a page must not hold a <")
        up = {"root": "../" * f"{root}{page.path}".count("/"), "home": "../" * page.path.count("/")}
        return self._drawn(page, {**frame, **up, "linked": Markup(data), "style": ""})

    def _missing(self, frame: dict[str, Any]) -> bytes:
        """The page for addresses at which there is none. It is shown at any depth: so it holds its style itself."""
        from markupsafe import Markup

        base, group = self._source.base_url, self._source.view.group
        root = urlsplit(base).path if base else ""
        own = Markup(self.style.replace("</", "<\\/"))
        editions = [
            (PageFormatter(voice_of(group, each), group.language), pages.root_of(each, self.languages), each)
            for each in self.languages
        ]
        page = pages.Page(pages.MISSING, "missing.html", str(frame["_"]("Not found")), {"editions": editions})
        return self._drawn(page, {**frame, "root": root, "home": root, "linked": "", "style": own})

    def _drawn(self, page: pages.Page, frame: dict[str, Any]) -> bytes:
        values = {**frame, "path": page.path, "title": page.title, **page.values}
        return self._templates.text(page.template, values).encode()

    def _news(self, told: Facts, frame: dict[str, Any], root: str) -> Iterator[File]:
        """The Atom feed of a language, and the code for paper, which leads to the home page: there all can choose."""
        base, say, name = self._source.base_url, frame["say"], str(frame["group"].name)
        if base is None:
            return
        entries = tuple(atom.entries(told, say, root, self._source.view.group.language, self._source.view.series))
        yield File(
            f"{root}{pages.NEWS}",
            lambda: atom.feed(
                entries, title=name, subtitle=say.voice.gettext("Meetings and events"), base_url=base,
                path=f"{root}{pages.NEWS}", language=say.language, author=name,
            ),
        )  # fmt: skip
        title, address = say.voice.gettext("Subscribe in your calendar"), subscribing.on_paper(base, root)
        yield File(f"{root}{pages.QR_CODE}", lambda: subscribing.qr_code(address, title).encode())
