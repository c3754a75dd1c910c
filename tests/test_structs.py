"""Values with named fields: built, compared, changed, never altered."""

from __future__ import annotations

import copy
import pickle

import pytest

from kalima.structs import Struct


class Point(Struct):
    x: int
    y: int = 0
    at: str = ""

    _apart = ("at",)


class Other(Struct):
    x: int
    y: int = 0


def test_fields_are_given_by_place_or_name_and_may_have_a_default():
    assert repr(Point(1, at="a")) == "Point(x=1, y=0, at='a')"
    assert Point(1, 2) == Point(y=2, x=1)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, "a", 3), {}), ((1,), {"x": 2}), ((1,), {"z": 2})]
)
def test_what_does_not_fit_the_fields_is_refused(values, named):
    with pytest.raises(TypeError, match="Point"):
        Point(*values, **named)


def test_equal_are_those_of_one_class_with_the_same_fields_but_what_is_apart():
    assert Point(1, 2, "here") == Point(1, 2, "there") and len({Point(1, 2, "here"), Point(1, 2)}) == 1
    assert Point(1, 2) != Point(1, 3) and Point(1, 2) != Other(1, 2) and Point(1, 2) != (1, 2, "")


def test_it_does_not_change_but_gives_another():
    point = Point(1, 2, "here")
    for act in (lambda: setattr(point, "x", 3), lambda: delattr(point, "x"), lambda: setattr(point, "z", 3)):
        with pytest.raises(AttributeError, match="does not change"):
            act()
    assert (point.changed(x=3), point.changed(x=3).at, point.x) == (Point(3, 2), "here", 1)


def test_a_copy_is_equal():
    point = Point(1, 2, "here")
    assert copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point
