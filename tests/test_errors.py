"""What an error says to the user."""

from feedtool.errors import ConfigError, FeedtoolError, InputError, OutputError


def test_each_fault_of_a_configuration_is_a_line() -> None:
    assert str(ConfigError("feedtool.toml:1: a", "feedtool.toml:3: b")) == "feedtool.toml:1: a\nfeedtool.toml:3: b"


def test_every_error_of_ours_is_wrong_usage() -> None:
    assert {error.exit_status for error in (FeedtoolError, ConfigError, InputError, OutputError)} == {2}
