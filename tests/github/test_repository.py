"""Where a repository shows its files."""

import pytest

from feedtool.github.repository import Repository, from_config, from_environment, public_address, remote_in

SHA = "0123456789abcdef0123456789abcdef01234567"
JOB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "octo/archive", "GITHUB_SHA": SHA}


def test_a_job_names_its_repository_and_the_commit() -> None:
    assert from_environment(JOB) == Repository("https://github.com", "octo/archive", SHA)
    own = from_environment(JOB | {"GITHUB_SERVER_URL": "http://git.example.org:8080"})
    assert own is not None
    assert own.address_of("seeds/a.md", 12) == f"http://git.example.org:8080/octo/archive/blob/{SHA}/seeds/a.md#L12"


@pytest.mark.parametrize(
    "changed",
    [
        {"GITHUB_SERVER_URL": ""}, {"GITHUB_SERVER_URL": "javascript:alert(1)"}, {"GITHUB_SERVER_URL": "ftp://a.example"},
        {"GITHUB_SERVER_URL": "https://user:secret@a.example"}, {"GITHUB_SERVER_URL": "https://a.example/path"},
        {"GITHUB_SERVER_URL": 'https://a.example"><b>'}, {"GITHUB_SERVER_URL": "https://a.example\n"},
        {"GITHUB_REPOSITORY": ""}, {"GITHUB_REPOSITORY": "octo"}, {"GITHUB_REPOSITORY": "octo/.."},
        {"GITHUB_REPOSITORY": "octo/archive/x"}, {"GITHUB_REPOSITORY": "octo/a)b"}, {"GITHUB_REPOSITORY": "octo/a\n"},
        {"GITHUB_SHA": ""}, {"GITHUB_SHA": "main"}, {"GITHUB_SHA": f"{SHA}/../x"}, {"GITHUB_SHA": SHA[:39]},
    ],
)  # fmt: skip
def test_an_environment_is_not_trusted_where_it_is_not_plain(changed: dict[str, str]) -> None:
    assert from_environment(JOB | changed) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/octo/archive.git", "https://github.com/octo/archive", "https://github.com/octo/archive/",
        "git@github.com:octo/archive.git", "ssh://git@github.com/octo/archive.git",
        "https://x-access-token:ghp_secret@github.com/octo/archive.git",
    ],
)  # fmt: skip
def test_a_remote_on_github_is_known_without_what_is_secret_in_it(url: str) -> None:
    config = f'[core]\n\tbare = false\n[remote "upstream"]\n\turl = https://github.com/a/b\n[remote "origin"]\n\turl = {url}\n'
    found = from_config(config)
    assert found == Repository("https://github.com", "octo/archive")
    assert found.address_of("a.md", 1) == "https://github.com/octo/archive/blob/HEAD/a.md#L1"


@pytest.mark.parametrize(
    "config",
    [
        "", "garbage", '[remote "origin"]\n', '[remote "origin"]\nurl = /srv/git/archive.git\n',
        '[remote "upstream"]\nurl = https://github.com/octo/archive\n', '[remote "origin"]\nurl = https://gitlab.com/a/b\n',
        '[remote "origin"]\nurl = https://github.com.evil.example/a/b\n', '[remote "origin"]\nurl = https://github.com/a\n',
        '[remote "origin"]\nurl = https://evil.example/@github.com/a/b\n', '[remote "origin"]\n[x]\nurl = https://github.com/a/b\n',
    ],
)  # fmt: skip
def test_other_remotes_are_not_known(config: str) -> None:
    assert from_config(config) is None


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("seeds/标题.md", "seeds/%E6%A0%87%E9%A2%98.md"), ("a b#c?d.md", "a%20b%23c%3Fd.md"), ("./a//b.md", "a/b.md"),
        ("a](b)<c>.md", "a%5D%28b%29%3Cc%3E.md"), ("x/../a.md", "a.md"), ("a\udcff.md", "a%FF.md"), ("a\nb", "a%0Ab"),
    ],
)  # fmt: skip
def test_a_path_is_encoded(path: str, shown: str) -> None:
    address = Repository("https://github.com", "octo/archive").address_of(path, 3)
    assert address == f"https://github.com/octo/archive/blob/HEAD/{shown}#L3"


@pytest.mark.parametrize("path", ["", ".", "..", "../a.md", "/etc/passwd", "a/../../b", "a\x00b"])
def test_what_lies_outside_has_no_address(path: str) -> None:
    assert Repository("https://github.com", "octo/archive").address_of(path, 1) is None


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("octo/archive", "https://octo.github.io/archive/"),
        ("Octo/News.Archive", "https://octo.github.io/News.Archive/"),
        ("Octo/octo.github.io", "https://octo.github.io/"),
        ("octo/Octo.GitHub.io", "https://octo.github.io/"),
        ("octo/other.github.io", "https://octo.github.io/other.github.io/"),
    ],
)
def test_pages_are_served_at_the_owners_address(name: str, address: str) -> None:
    assert Repository("https://github.com", name).pages == address


def test_the_remote_is_that_of_origin() -> None:
    assert remote_in('[remote "a"]\nurl = x\n[remote "origin"]\n\turl = ../y\n') == "../y"
    assert remote_in('[remote "a"]\nurl = x\n') is None


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/octo/feedtool.git", "https://github.com/octo/feedtool.git"),
        ("https://me:secret@git.example.org:8443/a/b/c", "https://git.example.org:8443/a/b/c"),
        ("git@gitlab.example.org:octo/feedtool.git", "https://gitlab.example.org/octo/feedtool.git"),
        ("ssh://git@example.org/octo/feedtool", "https://example.org/octo/feedtool"),
        ("git+ssh://git@example.org/octo/feedtool", "https://example.org/octo/feedtool"),
        ("ssh://git@example.org:2222/octo/feedtool", "https://example.org/octo/feedtool"),
        ("/srv/git/feedtool", None),
        ("../feedtool", None),
        ("file:///srv/git/feedtool", None),
        ("https://example.org/a b", None),
        ("https://localhost/a", None),
        ("https://example.org/a'; id", None),
    ],
)
def test_whoever_has_no_key_asks_a_remote_by_https(remote: str, address: str | None) -> None:
    assert public_address(remote) == address
