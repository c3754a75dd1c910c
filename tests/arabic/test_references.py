import pytest

from kalima.arabic.references import Reference, parse_reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("2:255", Reference(2, 255, 255)),
        (" 2 : 255 ", Reference(2, 255, 255)),
        ("2.255", Reference(2, 255, 255)),
        ("٢:٢٥٥", Reference(2, 255, 255)),
        ("۲:۲۵۵", Reference(2, 255, 255)),
        ("2:255-257", Reference(2, 255, 257)),
        ("2:255–257", Reference(2, 255, 257)),
        ("2:255:3", Reference(2, 255, 255, 3)),
        ("999:1", Reference(999, 1, 1)),
        ("2", None),
        ("2:", None),
        ("2:x", None),
        ("2:255:3:1", None),
        ("2:1234567890", None),
        ("الله", None),
        ("", None),
    ],
)
def test_parse_reference(text, reference):
    assert parse_reference(text) == reference


@pytest.mark.parametrize("text", ["2:255", "2:255-257", "2:255:3"])
def test_a_reference_is_written_as_it_is_read(text):
    assert str(parse_reference(text)) == text
