"""Items as they are found: at a place, by their fields, by their words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypedDict, TypeVar

from kalima.store.research import translations
from kalima.store.research.migrations import INDEXED
from kalima.store.research.records import Anchor, Change, Item, Verses, Whole

T = TypeVar("T")

_ANCHORS = f"""(SELECT json_group_array(json_array({", ".join(Anchor._fields)}))
    FROM (SELECT * FROM anchors WHERE item = items.number ORDER BY position))"""
_ITEMS = f"SELECT id, kind, data, {_ANCHORS}, created, changed, deleted, revision FROM items"
_BEFORE = """(SELECT after FROM history AS earlier WHERE earlier.item = history.item
    AND earlier.revision < history.revision ORDER BY earlier.revision DESC LIMIT 1)"""
_HISTORY = f"SELECT seq, item, revision, at, who, action, {_BEFORE}, after FROM history"
_AT_PLACE = "FROM anchors WHERE surah = :surah AND ayah = :ayah"
_IN_VERSES = """FROM json_each(:verses) AS verse CROSS JOIN anchors
    WHERE surah = verse.value ->> 0 AND ayah = verse.value ->> 1"""
_ON_WORD = "AND :word BETWEEN word AND coalesce(last_word, word)"


class Filters(TypedDict, total=False):
    """Which items are meant: those for which all of this holds.

    - ``kinds``: of one of these kinds; of any if there are none.
    - ``place``: with an anchor in this verse (surah, ayah), and ``word``: in it on this word, on a selection
      of words that has it, or on a part of it.
    - ``verses``: with an anchor in one of these verses (surah, ayah).
    - ``ids``: of one of these ids.
    - ``where``: fields of their data, each equal to a text.
    - ``text``: with all of these words, folded; a ``*`` at the end of a word stands for any ending.
    - ``bin``: in the bin, instead of not in it.
    """

    kinds: Collection[str]
    place: tuple[int, int] | None
    word: int | None
    verses: Collection[tuple[int, int]] | None
    ids: Collection[str] | None
    where: Mapping[str, str]
    text: str
    bin: bool


def find(connection: sqlite3.Connection, id: str) -> Item | None:
    """The item of this id, also from the bin."""
    row = connection.execute(f"{_ITEMS} WHERE id = ?", [id]).fetchone()
    return _item(row) if row else None


def listed(connection: sqlite3.Connection, filters: Filters, limit: int | None, offset: int) -> list[Item]:
    """The items that are meant: at a place by word, the whole verse first; then the newest change first."""
    conditions, values = _conditions(filters)
    order, chosen = "changed DESC, number DESC", "number"
    if filters.get("place"):
        on_word = _ON_WORD if filters.get("word") else ""
        chosen += f", (SELECT min(coalesce(word, 0)) {_AT_PLACE} {on_word} AND item = number) AS at_word"
        order = f"at_word, {order}"
    rows = connection.execute(
        f"""WITH chosen AS MATERIALIZED (
            SELECT {chosen} FROM items WHERE {conditions} ORDER BY {order} LIMIT :limit OFFSET :offset
        ) {_ITEMS} JOIN chosen USING (number) ORDER BY {order}""",
        values | {"limit": -1 if limit is None else limit, "offset": offset},
    )
    return [_item(row) for row in rows]


def count(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many items are meant."""
    conditions, values = _conditions(filters)
    number: int = connection.execute(f"SELECT count(*) FROM items WHERE {conditions}", values).fetchone()[0]
    return number


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many items there are of each kind, without the bin."""
    return dict(
        connection.execute("SELECT kind, count(*) FROM items WHERE +deleted IS NULL GROUP BY kind").fetchall()
    )


def history(connection: sqlite3.Connection, id: str) -> list[Change]:
    """What was done to an item, newest first."""
    return [_change(row) for row in connection.execute(f"{_HISTORY} WHERE item = ? ORDER BY seq DESC", [id])]


def read_whole(connection: sqlite3.Connection, read: Callable[[Whole], T]) -> T:
    """What ``read`` makes of all that the file holds at this moment."""
    connection.execute("BEGIN")
    try:
        return read(_whole(connection))
    finally:
        connection.execute("ROLLBACK")


def _whole(connection: sqlite3.Connection) -> Whole:

    def verses(translation: str) -> Verses:
        found = connection.execute(
            "SELECT surah, ayah, text FROM translation_verses WHERE translation = ? ORDER BY surah, ayah",
            [translation],
        )
        return found.fetchall()

    lines = connection.execute(
        """SELECT seq, item, revision, at, who, action, NULL, after FROM history
        WHERE item IN (SELECT id FROM items) ORDER BY item, revision"""
    )
    return Whole(
        connection.execute("SELECT count(*) FROM items").fetchone()[0],
        map(_item, connection.execute(f"{_ITEMS} ORDER BY id")),
        map(_change, lines),
        ((record, verses(record.id)) for record in translations.listed(connection)),
        {
            name: json.loads(value)
            for name, value in connection.execute("SELECT name, value FROM settings ORDER BY name")
        },
    )


def recent(connection: sqlite3.Connection, limit: int, offset: int) -> list[Change]:
    """What was done last to any item, newest first."""
    rows = connection.execute(f"{_HISTORY} ORDER BY seq DESC LIMIT ? OFFSET ?", [limit, offset])
    return [_change(row) for row in rows]


def _conditions(filters: Filters) -> tuple[str, dict[str, Any]]:
    """What follows WHERE, and its values.

    :raises ValueError: if a field's name is none.
    """
    listed = any(filters.get(name) is not None for name in ("verses", "ids"))
    few = listed or filters.get("place") or filters.get("text")
    deleted = "+deleted" if few else "deleted"  # with the plus, SQLite does not look for them by this
    conditions = [f"{deleted} IS NOT NULL" if filters.get("bin") else f"{deleted} IS NULL"]
    values: dict[str, Any] = {}

    def one_of(column: str, texts: Collection[str]) -> None:
        conditions.append(f"{column} IN (SELECT value FROM json_each(:{column}))")
        values[column] = json.dumps(list(texts))

    if len(kinds := filters.get("kinds", ())) == 1:
        conditions.append("kind = :kind")  # found in the order of their changes, unlike one of several
        (values["kind"],) = kinds
    elif kinds:
        one_of("kind", kinds)
    if (ids := filters.get("ids")) is not None:
        one_of("id", ids)
    if place := filters.get("place"):
        on_word = _ON_WORD if (word := filters.get("word")) else ""
        conditions.append(f"number IN (SELECT item {_AT_PLACE} {on_word})")
        values |= {"surah": place[0], "ayah": place[1], "word": word}
    if (verses := filters.get("verses")) is not None:
        conditions.append(f"number IN (SELECT item {_IN_VERSES})")
        values["verses"] = json.dumps(list(verses))
    for field, text in filters.get("where", {}).items():
        if not field.isidentifier():
            raise ValueError(f"{field!r} is no name of a field")
        column = field if field in INDEXED else f"data ->> '{field}'"
        conditions.append(f"{column} = :field_{field}")
        values[f"field_{field}"] = text
    if words := filters.get("text"):
        conditions.append("number IN (SELECT rowid FROM item_text WHERE item_text MATCH :words)")
        values["words"] = _match(words)
    return " AND ".join(conditions), values


def _match(words: str) -> str:
    """The words in the language of FTS5, in which all but letters and digits means something else."""
    terms = []
    for word in words.split():
        bare = word.rstrip("*")
        quoted = bare.replace('"', '""')
        terms.append(f'"{quoted}"' + "*" * (bare != word))
    return " ".join(terms)


def _item(row: tuple[Any, ...]) -> Item:
    id, kind, data, anchors, *rest = row
    return Item(id, kind, json.loads(data), tuple(Anchor(*anchor) for anchor in json.loads(anchors)), *rest)


def _change(row: tuple[Any, ...]) -> Change:
    change = Change(*row)
    return change._replace(before=_loaded(change.before), after=_loaded(change.after))


def _loaded(plain: Any) -> Any:
    return None if plain is None else json.loads(plain)


def places(
    db: sqlite3.Connection, filters: Filters, tags: Collection[str] | None
) -> list[tuple[int, int, int | None, int | None]]:
    """Where the items are, without the items themselves: of 100,000 that is ten times as quick."""
    conditions, values = _conditions(filters)
    if tags is not None:
        conditions += " AND tag IN (SELECT value FROM json_each(:tags))"
        values["tags"] = json.dumps(list(tags))
    sql = f"""SELECT DISTINCT surah, ayah, word, last_word
        FROM anchors WHERE item IN (SELECT number FROM items WHERE {conditions})"""
    return db.execute(sql, values).fetchall()


def newest(db: sqlite3.Connection) -> tuple[int, str] | None:
    """The number and the time of the newest change."""
    change: tuple[int, str] | None = db.execute(
        "SELECT seq, at FROM history ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return change
