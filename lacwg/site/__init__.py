"""The group's page: a public view of the folder becomes the files of a static site.

Pure: records, pictures and templates come in, bytes go out. A page draws on the redacted view and on
nothing else. The same input gives the same bytes; nothing in them is of the moment of the build but which
dates are past.
"""
