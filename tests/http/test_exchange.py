"""What came back from a server."""

from feedtool.http.exchange import Response

RESPONSE = Response(200, (("set-cookie", "a=1"), ("content-type", "text/html"), ("set-cookie", "b=2")))


def test_a_header_is_its_first_value() -> None:
    assert RESPONSE.header("set-cookie") == "a=1"


def test_a_header_that_is_not_there_is_empty() -> None:
    assert RESPONSE.header("location") == ""


def test_all_values_of_a_header_come_in_their_order() -> None:
    assert RESPONSE.all("set-cookie") == ["a=1", "b=2"]
    assert RESPONSE.all("location") == []
