"""What the executable carries of the page's code: every token of the source, and nothing that means nothing."""

from __future__ import annotations

import pytest
from pygments.lexers.css import CssLexer
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, String

import bench_page
from bench_figures import FIGURES
from kalima import files
from pack_page import NotPackedError, pack, pack_script, pack_sheet

LEXERS = {"js": JavascriptLexer(), "css": CssLexer()}
CODE = [name for name in files.names(files.PAGE) if name.endswith((".js", ".css"))]


@pytest.mark.parametrize(
    ("source", "packed"),
    [
        ("// what it is\nconst a = 1;\n\n/** Says. */\nexport const b = () => a; // so\n", "const a=1;export const b=()=>a;"),
        ('const a = "/* kept */  // too";', 'const a="/* kept */  // too";'),
        ("const a = `  ${ b ? `<${ c }>` : \"}\" }  `;", 'const a=`  ${b?`<${c}>`:"}"}  `;'),
        ("const a = /[/ ]\\/  x/u.test(b) / c;", "const a=/[/ ]\\/  x/u.test(b)/c;"),
        ("a = b + +c - -d; e++; ++f;", "a=b+ +c- -d;e++;++f;"),
        ("return typeof a in b ? [...c] : { ...d };", "return typeof a in b?[...c]:{...d};"),
        ("if (a) {\n  b();\n} else c();\n", "if(a){b();}else c();"),
        ("const اسم = 1, $a = _b;", "const اسم=1,$a=_b;"),
    ],
)  # fmt: skip
def test_a_script(source, packed):
    assert pack_script(source) == packed


@pytest.mark.parametrize("source", ["let a = b\nlet c", "return\n(a)", "a = b\n(c)", "a\n++b", "x = y\n`z`"])
def test_a_script_in_which_the_end_of_a_line_ends_a_statement_is_not_packed(source):
    with pytest.raises(NotPackedError, match=r"^js/a.js: a line ends .* must end with a semicolon$"):
        pack("js/a.js", source.encode())


@pytest.mark.parametrize(
    ("source", "packed"),
    [
        ("/* of it */\na > b , c :hover { color : red ; margin: 0 -1px }\n", "a>b,c :hover{color :red;margin:0 -1px}"),
        ("@media (min-width: 4rem) and (hover) { a { width: calc(1px + 2px) !important; } }", "@media (min-width:4rem) and (hover){a{width:calc(1px + 2px)!important;}}"),
        ('a::after { content: " /* {  ; " / ""; }', 'a::after{content:" /* {  ; " / "";}'),
        (".a .b, .c:is(.d, .e) .f { x: var(--y, 1px  2px); }", ".a .b,.c:is(.d,.e) .f{x:var(--y,1px 2px);}"),
        ("a:nth-child(-n + 20) { --b: ; }", "a:nth-child(-n + 20){--b:;}"),
    ],
)  # fmt: skip
def test_a_style_sheet(source, packed):
    assert pack_sheet(source) == packed


@pytest.mark.parametrize("name", CODE)
def test_no_file_of_the_page_loses_or_gains_anything(name):
    source = files.read(files.PAGE, name)
    packed = pack(name, source)
    assert tokens(name, packed) == tokens(name, source)
    assert len(packed) < len(source)
    assert pack(name, packed) == packed


def tokens(name, content):
    found = LEXERS[name.rsplit(".", 1)[1]].get_tokens(content.decode())
    return [
        text
        for kind, text in found
        if text
        and (kind not in Comment or kind in Comment.Preproc)
        and (kind in String or not text.isspace())
    ]


def test_other_files_are_as_they_are():
    for name in ["index.html", "texts/page.en.json", "search.md"]:
        assert pack(name, b"a  // b\n") == b"a  // b\n"


def test_all_code_of_the_page_is_within_its_aim():
    (aim,) = [figure.aim for figure in FIGURES if figure.key == "page_size"]
    assert bench_page.page_sizes()["page_size"] < aim
