"""The site as files: each page of each language rendered, or kept from an earlier build."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from lacwg import audience
from lacwg.errors import FieldError
from lacwg.records import Group, Language
from lacwg.schedule.occurrences import Occurrence
from lacwg.site import atom, news, qr_code, subscribing
from lacwg.site.memo import Memo, digest
from lacwg.site.page_formatter import PageFormatter, locale, mail, shown
from lacwg.site.page_input import PageInput, facts
from lacwg.site.pages import Page, navigation, pages, picture
from lacwg.site.paths import FEED, MISSING, NEWS, QR_CODE, STYLE, root_of
from lacwg.site.rendering import Templates
from lacwg.site.source import Source
from lacwg.voice import phrases
from lacwg.voice.translation import Untranslated, languages
from lacwg.voice.voice import voice

Begin = Callable[[int], Callable[[], None]]
"""Told how many pages there are; what it gives is called after each of them."""


class Edition(NamedTuple):
    """The pages of one language."""

    language: Language
    root: str
    """The folder of its pages, below the site's root: empty, or with a slash at its end."""
    frame: dict[str, Any]
    """What all its pages need."""
    key: bytes
    """The digest of that."""
    pages: list[Page]
    news: tuple[atom.Entry, ...]


def build(
    source: Source, memo: Memo, failed: list[FieldError], begin: Begin = lambda _count: lambda: None
) -> dict[str, bytes]:
    """The pages, the style sheet and the pictures by their paths; the feeds are for the exporters to make.

    Records whose times cannot be told go to ``failed`` and are left out. Raises ``LacwgError`` for a template
    of the folder's that is wrong.
    """
    templates = Templates(source.templates)
    style = templates.source(STYLE)
    files = {STYLE: style.encode()}
    common = digest(templates.sources(), source.base_url)
    editions = [_edition(source, language, common, failed) for language in languages(source.view.group)]
    tick = begin(sum(len(each.pages) for each in editions))
    for edition in editions:
        for page in edition.pages:
            files[f"{edition.root}{page.path}"] = _made(page, edition, source, templates, memo)
            tick()
        if source.base_url is not None:
            files[f"{edition.root}{NEWS}"] = _news(edition, source.base_url, memo)
            files[f"{edition.root}{QR_CODE}"] = _qr_code(edition, source.base_url, memo)
    files[MISSING] = _missing(editions, source, templates, style, memo)
    return files | {each.path: each.data for each in source.pictures.values()}


def _edition(source: Source, language: Language, common: bytes, failed: list[FieldError]) -> Edition:
    all_languages = languages(source.view.group)
    view = audience.in_language(source.view, language, Untranslated)
    own = msgspec.structs.replace(source.view, events=iter(source.events))
    events = tuple(audience.in_language(own, language, Untranslated).events)
    words = voice(language)
    say = PageFormatter(words, source.view.group.language)
    met = failed if language == all_languages[0] else []  # they are the same in each language
    told = facts(PageInput(view=view, events=events, now=source.now, warned=source.warned, voice=words), met)
    root, base = root_of(language, all_languages), source.base_url
    plain = {
        "group": view.group,
        "name": view.group.short_name or view.group.name,
        "language": language,
        "languages": [(each, voice(each).own_name, root_of(each, all_languages)) for each in all_languages],
        "locale": locale(language),
        "other_locales": [locale(each) for each in all_languages if each != language],
        "folder": root,
        "icon": source.icon,
        "photo": picture(view.group.photo, source),
        "involved": bool(told.rules or view.group.get_involved or view.contacts),
        "writable": any(mail(each.email) for each in view.contacts),
        "base": base,
        "home_url": None if base is None else f"{base}{root}",
        "feed": FEED,
        "news": None if base is None else NEWS,
        "qr_code": None if base is None else QR_CODE,
        "navigation": list(navigation(told, say, has_history=bool(view.group.history))),
    }
    speaking = {"say": say, "_": say.phrase, "links": _links(base, root, view.group), "add_links": _adding(base)}
    return Edition(
        language=language,
        root=root,
        frame={**plain, **speaking},
        key=digest(common, plain, phrases.catalog(language)),
        pages=list(pages(source, view, told, events, say)),
        news=() if base is None else tuple(news.entries(told, say, root, source.view.group.language)),
    )


def _links(base: str | None, root: str, group: Group) -> Callable[..., subscribing.Links | None]:
    """What gives the templates the links to subscribe to a feed; none where the site's address is not known."""

    def links(path: str, about: str = "") -> subscribing.Links | None:
        name = group.short_name or group.name
        return None if base is None else subscribing.links(base, f"{root}{path}", f"{name}: {about}" if about else name)

    return links


def _adding(base: str | None) -> Callable[[Occurrence, str], subscribing.AddLinks | None]:
    """What gives the templates the links that take one date into a calendar."""

    def add_links(occurrence: Occurrence, path: str) -> subscribing.AddLinks | None:
        return subscribing.add_links(occurrence, None if base is None else subscribing.address(base, path))

    return add_links


def _news(edition: Edition, base: str, memo: Memo) -> bytes:
    """The Atom feed of a language."""
    group, say = edition.frame["group"], edition.frame["say"]
    return memo.unit(
        digest(edition.key, NEWS, edition.news),
        lambda: atom.feed(
            edition.news, title=str(group.name), subtitle=say.voice.gettext("Meetings and events"), base_url=base,
            path=f"{edition.root}{NEWS}", language=edition.language, author=str(group.name),
        ),
    )  # fmt: skip


def _qr_code(edition: Edition, base: str, memo: Memo) -> bytes:
    """The code for paper: it leads to the links of the home page, where everybody can choose."""
    title = edition.frame["say"].voice.gettext("Subscribe in your calendar")
    address = subscribing.on_paper(base, edition.root)
    return memo.unit(digest(edition.key, QR_CODE), lambda: qr_code.svg(address, title).encode())


def _made(page: Page, edition: Edition, source: Source, templates: Templates, memo: Memo) -> bytes:
    """A page's bytes: kept, or rendered."""

    def rendered() -> bytes:
        from markupsafe import Markup

        linked = source.linked(edition.language, page.event_id) if page.event_id else ""
        if "<" in linked:
            raise ValueError("JSON-LD in a page must not hold a <")
        root = "../" * f"{edition.root}{page.path}".count("/")
        values = {
            **edition.frame,
            "path": page.path,
            "title": page.title,
            "root": root,
            "home": "../" * page.path.count("/"),
            "style": "",
            "linked": Markup(str(shown(linked))),  # no < stands in it
            **page.values,
        }
        return _bytes(templates.text(page.template, values))

    return memo.unit(digest(edition.key, page), rendered)


def _missing(editions: list[Edition], source: Source, templates: Templates, style: str, memo: Memo) -> bytes:
    """The page for addresses at which there is none. It is shown at any depth: so it holds its style itself."""
    from markupsafe import Markup

    first = editions[0]
    root = urlsplit(source.base_url).path if source.base_url else ""
    own = Markup(style.replace("</", "<\\/"))
    values = {
        **first.frame, "path": MISSING, "title": str(first.frame["_"]("Not found")), "root": root, "home": root,
        "linked": "", "style": own, "editions": [(each.frame["say"], each.root, each.language) for each in editions],
    }  # fmt: skip
    key = digest([each.key for each in editions], MISSING)
    return memo.unit(key, lambda: _bytes(templates.text("missing.html", values)))


def _bytes(text: str) -> bytes:
    """A page as UTF-8; half a character, which a template may write, is a ``?``."""
    return text.encode("utf-8", "replace")
