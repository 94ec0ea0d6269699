"""The languages in which the group speaks to its neighbours: dates, hours, rules, names and our own phrases.

Pure. English is what the code says itself; Spanish, Portuguese and French have their names from CLDR (Babel),
Haitian Creole from tables of our own, as CLDR has none for it. The phrases are in ``catalogs/``, one file a
language, in the form that translators' programs read (GNU gettext).
"""
