"""The program imports nothing that the executable is made without."""

from freeze import EXCLUDED_MODULES
from import_table import PACKAGE, imports
from kalima import paths

OF_WINDOWS = ("_ctypes", "ctypes")
"""Left out elsewhere alone, where only what is of Windows asks for them."""


def left_out(module: str) -> bool:
    parts = module.split(".")
    names = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return bool(names & set(EXCLUDED_MODULES)) and not names & set(OF_WINDOWS)


def test_no_module_of_the_program_imports_what_is_left_out():
    assert left_out("xml.sax.saxutils") and not left_out("html")
    package = paths.PACKAGE
    found = [
        (file.relative_to(package).as_posix(), line, module)
        for file in package.rglob("*.py")
        for line, module in imports(package, file, file.read_text("utf-8"))
        if not module.startswith(PACKAGE) and left_out(module)
    ]
    assert found == []
