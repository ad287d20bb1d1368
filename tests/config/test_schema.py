"""The JSON Schema of the configuration file."""

import json
import tomllib

import jsonschema

from feedtool.config.declaration import declared
from feedtool.config.keys import TABLES, Check, CheckHost, Config, Folder
from feedtool.config.schema import schema_text
from tests.config.examples import EVERYTHING


def test_the_schema_is_one_and_knows_every_key() -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["$defs"]) == {"Config", "Check", "CheckHost", "Folder"}
    for table in TABLES:
        properties = schema["$defs"][table.__name__]["properties"]
        assert list(properties) == [one.name for one in declared(table)]
        assert all(one["description"] for one in properties.values())
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(tomllib.loads(EVERYTHING))
    for wrong in ({"check": {"timeout": 0}}, {"check": {"reports": {"pdf": "x"}}}, {"folders": {"a": {"titel": "x"}}}):
        assert not validator.is_valid(wrong)


def test_tables_are_those_that_the_keys_name() -> None:
    assert (Config, Check, CheckHost, Folder) == TABLES
