"""Texts in cells of a terminal, beside what Rich says of them."""

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from feedtool.terminal.cells import fit, fit_end

TEXTS = st.text(st.sampled_from("ab /.中文の한！、é…\u0301\u200d\ufe0f👩❤"), max_size=40)
WIDTHS = st.integers(2, 30)


@given(TEXTS, WIDTHS)
@example("中" * 20, 9)
def test_a_text_is_cut_and_filled_up_as_rich_does_it(text: str, width: int) -> None:
    fits = cell_len(text) <= width
    assert fit(text, width) == (set_cell_size(text, width) if fits else set_cell_size(text, width - 1) + "…")


@given(TEXTS, WIDTHS)
@example("中" * 20, 9)
def test_as_much_of_the_end_is_kept_as_fits(text: str, width: int) -> None:
    kept = fit_end(text, width)
    if cell_len(text) <= width:
        assert kept == text
        return
    start = len(text) - len(kept) + 1
    assert kept == "…" + text[start:]
    assert cell_len(text[start:]) < width <= cell_len(text[start - 1 :])


@given(st.characters())
def test_every_character_takes_as_many_cells_as_rich_says(character: str) -> None:
    assert cell_len(fit(character, 9)) == 9
