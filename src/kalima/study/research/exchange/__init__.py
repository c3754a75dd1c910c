"""The user's work on its way out of Kalima and into another one. Here stands what others must know of it."""

FORMAT = "kalima-research"
VERSION = 1
MOST_BYTES = 100_000_000
"""Of a file that can be imported."""
FILE_FORMATS = {
    "json": "kalima-research.json",
    "jsonld": "kalima-annotations.jsonld",
    "csv": "kalima-tables.zip",
}
"""The formats, and how the one file is called that holds such an export; of tables it is a ZIP file."""
OUTCOMES = {
    "new": "not here yet",
    "changed": "changed in the file since; the state here stays in the history",
    "taken": "changed here and in the file; the file's is newer, and the state here stays in the history",
    "kept": "changed here and in the file; the state here is newer, and the file's is put into the history",
    "older": "the file's is an earlier state of what is here",
    "same": "the same",
}
"""What can become of what comes in a file, and what that means."""
CHANGES_SHOWN = 100
"""Items that are here and would change that are named; how many there are is always said."""
