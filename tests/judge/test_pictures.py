"""What bytes are, read by hand from the formats' own specifications."""

import struct
import zlib

import pytest

from feedtool.judge.pictures import picture_of


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG (W3C PNG, section 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2) -> bytes:
    rows = (b"\0" + b"\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 16, height: int = 16) -> bytes:
    """Return the segments of a JPEG with its coded data made up (ITU T.81, annex B)."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda" + scan + b"\x12\x34\xff\x00\x56" * 8 + b"\xff\xd9"


def gif(width: int = 2, height: int = 2, *, extension: bytes = b"") -> bytes:
    """Return a GIF with a global table of two colours (GIF89a, sections 17 to 27)."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    descriptor = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0)
    return screen + extension + descriptor + b"\x02\x02\x44\x01\x00" + b";"


def webp(data: bytes = b"\x30\x01\x00\x9d\x01\x2a\x02\x00\x02\x00" + b"\0" * 38) -> bytes:
    """Return a simple lossy file (RFC 9649 section 2.5)."""
    body = b"WEBPVP8 " + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, data: bytes) -> bytes:
    """Return a box (ISO/IEC 14496-12 section 4.2)."""
    return struct.pack(">I", len(data) + 8) + kind + data


def avif(brand: bytes = b"avif") -> bytes:
    return box(b"ftyp", brand + b"\0\0\0\0" + b"mif1miaf") + box(b"meta", b"\0" * 40) + box(b"mdat", b"\x12" * 90)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
PICTURES = {"jpeg": jpeg(), "png": png(), "gif": gif(), "webp": webp(), "avif": avif(), "svg": SVG}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_known_by_its_bytes_and_is_whole(name: str) -> None:
    found = picture_of(PICTURES[name], whole=True)
    assert (found.format, found.truncated, found.pixel) == (name, False, False)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("part", [0.5, 0.7, 0.9])
def test_a_file_cut_in_its_data_is_truncated(name: str, part: float) -> None:
    data = PICTURES[name]
    assert picture_of(data[: int(len(data) * part)], whole=True).truncated


@pytest.mark.parametrize("name", PICTURES)
def test_what_was_not_read_to_its_end_is_never_called_cut(name: str) -> None:
    data = PICTURES[name]
    found = picture_of(data[: len(data) // 2], whole=False)
    assert (found.format, found.truncated) == (name, False)


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp"])
def test_what_stands_behind_the_end_does_not_matter(name: str) -> None:
    assert not picture_of(PICTURES[name] + b"\0" * 300, whole=True).truncated


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"<!DOCTYPE html><title>404</title><p>Not found",
        b"<html><body><svg width=9></svg></body></html>",
        b'{"status":"error","code":404}',
        b"not an svg",
        b"BM" + b"\0" * 60,
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40,
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix" + b"\0" * 40,
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 40,
        b"%PDF-1.7\n",
        b"\x89PNG",
        b"GIF88a" + b"\0" * 20,
        b"\xff\xd8",
    ],
)
def test_what_is_no_picture_for_readers_has_no_format(data: bytes) -> None:
    assert picture_of(data, whole=True).format is None


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b'<?xml version="1.0" encoding="UTF-8"?>\n',
        b"<!-- drawn -- by hand -->\n",
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/svg11.dtd">',
        b'<?xml version="1.0"?><!DOCTYPE svg [ <!ENTITY a "b"> ]>',
        b"  \r\n",
    ],
)
def test_an_svg_may_have_a_prologue(before: bytes) -> None:
    assert picture_of(before + SVG, whole=True).format == "svg"


@pytest.mark.parametrize(
    "source", [b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"></svg:svg>', b'<svg xmlns="x" width="9"/>\n']
)
def test_an_svg_may_have_a_prefix_or_be_one_tag(source: bytes) -> None:
    found = picture_of(source, whole=True)
    assert (found.format, found.truncated) == ("svg", False)


@pytest.mark.parametrize("brand", [b"avif", b"avis"])
def test_an_avif_may_be_a_picture_or_a_sequence(brand: bytes) -> None:
    assert picture_of(avif(brand), whole=True).format == "avif"


def test_the_last_box_of_an_avif_may_go_to_the_end_of_the_file_or_have_a_long_size() -> None:
    front = box(b"ftyp", b"avif\0\0\0\0mif1")
    to_the_end = front + b"\0\0\0\0mdat" + b"\x12" * 50
    long_size = front + struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 50) + b"\x12" * 50
    assert not picture_of(to_the_end, whole=True).truncated
    assert not picture_of(long_size, whole=True).truncated
    assert picture_of(long_size[:-1], whole=True).truncated


def test_a_box_smaller_than_its_own_head_ends_no_file() -> None:
    assert picture_of(
        box(b"ftyp", b"avif\0\0\0\0mif1") + struct.pack(">I", 7) + b"mdat" + b"\x12" * 50, whole=True
    ).truncated


def test_the_byte_of_a_gifs_end_within_its_data_is_no_end() -> None:
    comment = b"\x21\xfe\x05;;;;;\x00"
    whole = gif(extension=comment)
    assert not picture_of(whole, whole=True).truncated
    assert picture_of(whole[: whole.index(b";;;;;") + 5], whole=True).truncated


def test_the_tables_of_a_gif_are_passed_over() -> None:
    local = b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0x81) + b";" * 12 + b"\x02\x02\x44\x01\x00"
    head = b"GIF87a" + struct.pack("<HHBBB", 2, 2, 0x00, 0, 0)  # no global table, a local one of four colours
    assert not picture_of(head + local + b";", whole=True).truncated
    assert picture_of(head + local, whole=True).truncated


def test_a_webp_may_lack_the_byte_that_pads_its_odd_length() -> None:
    data = webp(b"\0" * 47)
    odd = data[:4] + struct.pack("<I", len(data) - 8 + 1) + data[8:]
    assert not picture_of(odd, whole=True).truncated
    assert picture_of(odd[:-1], whole=True).truncated


@pytest.mark.parametrize("data", [png(1, 1), gif(1, 1), jpeg(1, 1)])
def test_an_image_of_one_pixel_is_known(data: bytes) -> None:
    assert picture_of(data, whole=True).pixel


@pytest.mark.parametrize("data", [png(1, 2), gif(2, 1), jpeg(1, 300), SVG])
def test_a_line_is_more_than_a_pixel(data: bytes) -> None:
    assert not picture_of(data, whole=True).pixel


@pytest.mark.parametrize("name", PICTURES)
def test_no_part_of_a_picture_is_trouble(name: str) -> None:
    data = PICTURES[name]
    for end in range(len(data)):
        picture_of(data[:end], whole=True)
        picture_of(data[:end], whole=False)


@pytest.mark.parametrize(
    "after",
    [b"\n" * 80, b"<!-- " + b"made by hand " * 9 + b"-->\n", b"<?end x?>", b"\0" * 99, b"<!-- never ended"],
    ids=["lines", "comment", "instruction", "zeros", "unended"],
)
def test_what_stands_behind_an_svg_does_not_make_it_cut(after: bytes) -> None:
    found = picture_of(SVG + after, whole=True)
    assert (found.format, found.truncated) == ("svg", False)


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        (b"<svg><g><path/></g>", True),
        (b'<svg><path d="M0"/>', True),
        (b"<svg><g></g><svg><path/></svg>", True),
        (b"<svg><g></g><svg><path/></svg></svg>", False),
        (b"<svg><svg/>", True),
        (b"<svg><svg/></svg>", False),
        (b"<svg><!-- </svg> -->", True),
        (b"<svg><style><![CDATA[</svg>]]></style>", True),
        (b'<svg width="9"', True),
        (b'<svg title="a > b"/>', False),
        (b"<s:svg><s:g/></s:svg >", False),
        (b"<svg></svgx>", True),
    ],
)
def test_an_svg_is_whole_where_its_outermost_element_is_closed(source: bytes, cut: bool) -> None:
    found = picture_of(source, whole=True)
    assert (found.format, found.truncated) == ("svg", cut)


def test_the_end_of_a_thumbnail_is_not_that_of_its_jpeg() -> None:
    data = jpeg()
    exif = b"Exif\0\0" + jpeg(4, 4)
    whole = data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]
    assert not picture_of(whole, whole=True).truncated
    assert picture_of(whole[:-20], whole=True).truncated
    assert not picture_of(whole[:-2] + b"\xff\xff\xd9", whole=True).truncated, "bytes that fill"


def test_a_restart_within_the_coded_data_is_no_segment() -> None:
    data = jpeg()
    assert not picture_of(data[:-2] + b"\xff\xd0\x12\xff\x00\xff\xd7" + data[-2:], whole=True).truncated


def test_the_name_of_a_pngs_end_within_its_text_is_no_end() -> None:
    data = png()
    whole = data[:33] + chunk(b"tEXt", b"Comment\0IEND") + data[33:]
    assert not picture_of(whole, whole=True).truncated
    assert picture_of(whole[:-12], whole=True).truncated


@pytest.mark.parametrize("brands", [b"avif\0\0\0\0mif1miaf", b"mif1\0\0\0\0mif1avif", b"msf1\0\0\0\0avis"])
def test_an_avif_is_known_by_any_of_its_brands(brands: bytes) -> None:
    assert picture_of(box(b"ftyp", brands) + box(b"mdat", b"\x12" * 9), whole=True).format == "avif"


@pytest.mark.parametrize("part", [b"<svg '", b"<svg>", b"<!-- ", b"<svg a='b'"])
def test_an_svg_made_of_beginnings_is_read_in_time(part: bytes) -> None:
    picture_of(b"<svg>" + part * (65_536 // len(part)), whole=True)
