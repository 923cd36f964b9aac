"""Golden vectors: one corpus of questions and answers for every Python there is.

Below ``vectors/`` are

``lists/``
    what people open, a small list of every kind; the tables were written by astropy.
``naive/``
    what a basket must answer, worked out by the naive one (`tests.property.naive`):
    steps and what is seen after each, filters with their counts, sorted trees.
``promises/``
    links and basket files that were written once and are read for ever as they were:
    some are added, none is ever changed.
``answers/``
    what Skybasket answered when they were written: lists as products, filters, plans,
    every script, files, history. These prove nothing by themselves; the tests of each
    part do. They witness that a change, or another Python, answers otherwise.

``replay/`` asks it all again and needs nothing but the library; ``making`` writes the
vectors anew.
"""
