"""Content codings: undone piece by piece, as far as is wanted, and left as they are where they are wrong."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http.coding import decoder_of

PACKED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    " GZIP ": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": lambda data: zlib.compress(data)[2:-4],  # without zlib's wrapper
}


@pytest.mark.parametrize("name", PACKED)
@given(body=st.binary(max_size=5000), size=st.integers(1, 400), wanted=st.integers(1, 6000))
def test_what_was_packed_comes_out_as_far_as_it_is_wanted(name: str, body: bytes, size: int, wanted: int) -> None:
    decoder, packed, found = decoder_of(name), PACKED[name](body), b""
    assert decoder is not None
    for start in range(0, len(packed), size):
        if len(found) < wanted:
            piece = decoder.decode(packed[start : start + size], wanted - len(found))
            assert len(piece) <= wanted - len(found)
            found += piece
    assert not decoder.failed
    assert found == body[:wanted]


@pytest.mark.parametrize("name", ["", "identity", "none", "UTF-8"])
def test_where_nothing_is_coded_there_is_nothing_to_undo(name: str) -> None:
    assert decoder_of(name) is None


@pytest.mark.parametrize(("name", "data"), [("gzip", b"plain text"), ("deflate", b"\x01plain"), ("br", b"\x0b\x02")])
def test_what_cannot_be_undone_is_left_as_it_came(name: str, data: bytes) -> None:
    decoder = decoder_of(name)
    assert decoder is not None
    assert [decoder.decode(data, 100), decoder.decode(data, 3)] == [data, data[:3]]
    assert decoder.failed
