"""How a document lies in a Tantivy index: cut into words, and once more as a whole.

An inverted index cannot give back what a document was made of. The whole lets an index be written
anew from itself, when words of somebody who was erased must be in no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import orjson
import tantivy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.index import Document, Index

FORMAT: Final = 8  # raise it when documents are written differently
KEY: Final = "key"
NUMBER: Final = "number"  # the key once more, read without the whole document around it
FORGIVING: Final = "forgiving"  # all words in which typos are forgiven: one walk finds them
_WHOLE: Final = "whole"


def make_schema(index: Index) -> tantivy.Schema:
    """Return the fields of `index`."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(NUMBER, fast=True)
    builder.add_bytes_field(_WHOLE, stored=True)
    for name in index.texts:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(FORGIVING, tokenizer_name="whitespace", index_option="basic")
    for name in (*index.facets, *index.orders):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def as_stored(index: Index, document: Document) -> tantivy.Document:
    """Return `document` as it is written."""
    fields: dict[str, Sequence[str]] = {KEY: [document.key]}
    for name in index.texts:
        fields[name] = [" ".join(document.texts.get(name, ()))]
    for name in index.facets:
        fields[name] = [*document.facets.get(name, ())]
    for name in index.orders:
        fields[name] = [document.orders.get(name, "")]
    return _written(index, fields, orjson.dumps(fields))


def again(index: Index, found: tantivy.Document) -> tantivy.Document:
    """Return a document that was `found` as it is to be written once more."""
    whole = bytes(cast("bytes", found.get_first(_WHOLE)))
    return _written(index, orjson.loads(whole), whole)


def _written(index: Index, fields: Mapping[str, Sequence[str]], whole: bytes) -> tantivy.Document:
    made = tantivy.Document()
    made.add_unsigned(NUMBER, int(fields[KEY][0]))
    for name, values in fields.items():
        for value in values:
            made.add_text(name, value)
    for name, text in index.texts.items():
        if text.forgiving:
            made.add_text(FORGIVING, fields[name][0])
    made.add_bytes(_WHOLE, whole)
    return made
