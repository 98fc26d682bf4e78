"""Settings: what may stand in site.toml, and what is said when something else does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping import config
from kliping.errors import Fault, SettingsError
from kliping.records import Settings, TopicDefinition

LEAST = 'title = "Karangan"\nbase_url = "https://kliping.example/"\n'
TOPIC = '[[topics]]\nslug = "banjir"\ntitle = "Banjir"\nwho = [["antah*"]]\nwhat = ["banjir*"]\n'


def read(source: str, **environ: str) -> Settings:
    return config.read(source, environ)


def faults(source: str, **environ: str) -> tuple[Fault, ...]:
    """The faults of settings that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        config.read(source, environ)
    assert caught.value.exit_code == 3
    return caught.value.faults


def only_fault(source: str, **environ: str) -> Fault:
    """The single fault of settings that cannot be used."""
    (fault,) = faults(source, **environ)
    return fault


# ------------------------------------------------------------------ what is in force


def test_the_least_settings_are_enough() -> None:
    """A title and an address suffice; every other setting has a default."""
    settings = read(LEAST)
    assert (settings.title, settings.base_url) == ("Karangan", "https://kliping.example/")
    assert (settings.language, settings.timezone, settings.output) == ("id", "Asia/Jakarta", "output")
    assert (settings.feed_limit, settings.links, settings.description) == (50, "file", "")
    assert settings.topics == ()
    assert settings.warnings == ()


def test_every_setting_can_be_set() -> None:
    """Each key fills its field."""
    settings = read(
        LEAST
        + 'description = "D"\nlanguage = "en"\ntimezone = "Asia/Makassar"\n'
        + '[feeds]\nlimit = 7\n[output]\ndir = "public"\nlinks = "folder"\n'
    )
    assert (settings.description, settings.language, settings.timezone) == ("D", "en", "Asia/Makassar")
    assert (settings.feed_limit, settings.output, settings.links) == (7, "public", "folder")


def test_the_list_of_settings_fills_the_record() -> None:
    """Every setting names a field of the record, and has a sentence of help."""
    for setting in config.SETTINGS:
        assert setting.field in Settings.__dataclass_fields__
        assert setting.help.endswith(".")
        if setting.default is not config.REQUIRED and setting.default:
            assert setting.check(setting.default) == setting.default, f"{setting.key}: the default is not allowed"


def test_origins_say_where_each_value_came_from() -> None:
    """File and line, the environment, or default."""
    settings = read(LEAST + '\nlanguage = "en"\n', KLIPING_TIMEZONE="UTC")
    assert settings.origins["title"] == "site.toml:1"
    assert settings.origins["language"] == "site.toml:4"
    assert settings.origins["timezone"] == "environment variable KLIPING_TIMEZONE"
    assert settings.origins["feeds.limit"] == "default"
    assert set(settings.origins) == {setting.key for setting in config.SETTINGS}


@pytest.mark.parametrize(
    "address",
    ["https://kliping.example", "https://kliping.example/", " https://kliping.example/ ", "https://kliping.example///"],
)
def test_an_address_ends_in_one_slash(address: str) -> None:
    """However the address is written, addresses can be joined to it."""
    assert read(f'title = "K"\nbase_url = "{address}"').base_url == "https://kliping.example/"


@pytest.mark.parametrize(
    "address",
    [
        "kliping.example",
        "ftp://kliping.example/",
        "https://",
        "//kliping.example",
        "/berita",
        "",
        "https://x.example/?a=1",
        "https://x.example/#a",
    ],
)
def test_an_address_that_is_none(address: str) -> None:
    """A host without https://, a path, a query or a fragment is refused with an example."""
    fault = only_fault(f'title = "K"\nbase_url = "{address}"')
    assert (fault.key, fault.line, fault.file) == ("base_url", 2, "site.toml")
    assert repr(address) in fault.remedy


@pytest.mark.parametrize(
    "address", ["https://[::1", "https://kliping.example:port/", "https://a b.example/", "https://x.example/<script>"]
)
def test_an_address_that_no_browser_opens(address: str) -> None:
    """An address that is broken in itself is a fault, never a crash and never a link."""
    assert only_fault(f'title = "K"\nbase_url = "{address}"').key == "base_url"


def test_a_sub_path_is_kept() -> None:
    """A site may live below a path of its host."""
    assert (
        read('title = "K"\nbase_url = "https://x.example/berita/antah"').base_url == "https://x.example/berita/antah/"
    )


def test_backslashes_in_a_folder() -> None:
    """A folder written the Windows way is the same folder everywhere."""
    assert read(LEAST + "[output]\ndir = 'site\\public'\n").output == "site/public"


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("title = 7", "title", "needs a text in quotes"),
        ('title = " "', "title", "needs a text in quotes"),
        ("title = []", "title", "needs a text in quotes"),
        ('language = "jw"', "language", 'must be one of "en", "id"'),
        ("language = true", "language", 'must be one of "en", "id"'),
        ("timezone = 7", "timezone", "needs the name of a time zone"),
        ('timezone = "../../etc/passwd"', "timezone", "needs the name of a time zone"),
        ("feeds.limit = 0", "feeds.limit", "needs a whole number from 1 to 1000"),
        ("feeds.limit = 1001", "feeds.limit", "needs a whole number"),
        ("feeds.limit = true", "feeds.limit", "needs a whole number"),
        ("feeds.limit = 1.5", "feeds.limit", "needs a whole number"),
        ('feeds.limit = "many"', "feeds.limit", "needs a whole number"),
        ("output.dir = 3", "output.dir", "needs a text in quotes"),
        ('output.links = "short"', "output.links", 'must be one of "file", "folder"'),
        ('stories = "no"', "stories", "needs true or false, without quotes"),
        ("pages.archive = 0", "pages.archive", "needs true or false, without quotes"),
        ("pages.limit = 9", "pages.limit", "needs a whole number from 10 to 10000"),
        ("pages.limit = 10001", "pages.limit", "needs a whole number from 10 to 10000"),
        ("feeds.formats = []", "feeds.formats", 'needs a list with "rss"'),
        ('feeds.formats = ["atom"]', "feeds.formats", 'needs a list with "rss"'),
        ('feeds.formats = ["rss", "html"]', "feeds.formats", 'needs a list with "rss"'),
        ("feeds.formats = false", "feeds.formats", 'needs a list with "rss"'),
    ],
)
def test_a_value_of_the_wrong_kind(line: str, key: str, words: str) -> None:
    """Each setting says what it needs, what it has now, and where it stands."""
    rest = LEAST.replace('title = "Karangan"\n', "") if key == "title" else LEAST
    fault = only_fault(rest + line + "\n")
    assert fault.key == key
    assert words in fault.what
    assert fault.remedy.startswith("it is now ")
    assert fault.line == (rest + line).count("\n") + 1


@pytest.mark.parametrize("zone", ["Asia/Jakarat", "WIB", "Jakarta", "Antah/Berantah"])
def test_a_zone_that_does_not_exist(zone: str) -> None:
    """A misspelt zone is a fault with its line, not a crash."""
    fault = only_fault(LEAST + f'timezone = "{zone}"\n')
    assert (fault.key, fault.line) == ("timezone", 3)


def test_what_is_missing() -> None:
    """A setting that must be there is asked for with an example."""
    found = faults("")
    assert [fault.key for fault in found] == ["title", "base_url"]
    assert found[1].remedy == 'add a line such as base_url = "https://example.org/"'


def test_all_faults_at_once() -> None:
    """Faults of settings and topics, and warnings, come together."""
    found = faults('titel = "K"\nlanguage = "jw"\n[[topics]]\nslug = "X"\n')
    assert {fault.key for fault in found} >= {"title", "base_url", "language", "topics.0.slug", "topics.0.who", "titel"}


def test_a_section_that_is_no_table() -> None:
    """`feeds = 3` is not silently a site with the default."""
    settings = read(LEAST + "feeds = 3\n")
    assert [warning.key for warning in settings.warnings] == ["feeds"]


# ------------------------------------------------------------------ unknown settings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SITEURL", "base_url"),
        ("baseURL", "base_url"),
        ("url", "base_url"),
        ("base-url", "base_url"),
        ("base_ulr", "base_url"),
        ("SITENAME", "title"),
        ("tilte", "title"),
        ("languageCode", "language"),
        ("DEFAULT_LANG", "language"),
        ("timezon", "timezone"),
        ("OUTPUT_PATH", "output.dir"),
        ("publishDir", "output.dir"),
        ("DEFAULT_PAGINATION", "pages.limit"),
        ("topic", "topics"),
        ("descripton", "description"),
    ],
)
def test_did_you_mean(written: str, meant: str) -> None:
    """A misspelt name, and other programs' names, lead to the right one; the site is built all the same."""
    (warning,) = read(f'{LEAST}{written} = "x"\n').warnings
    assert warning.remedy == f"did you mean `{meant}`?"
    assert (warning.key, warning.line, warning.file) == (written, 3, "site.toml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("feeds.limt", "feeds.limit"), ("output.folder", "output.dir"), ("output.path", "output.dir")],
)
def test_did_you_mean_in_a_section(written: str, meant: str) -> None:
    """The same inside a section, by its whole name."""
    section, _, key = written.partition(".")
    (warning,) = read(f'{LEAST}[{section}]\n{key} = "x"\n').warnings
    assert (warning.key, warning.line) == (written, 4)
    assert meant in warning.remedy


def test_a_name_like_no_other() -> None:
    """A name that resembles nothing gets the list of what there is."""
    (warning,) = read(LEAST + "qqqq = 1\n").warnings
    assert warning.remedy == "known are: " + ", ".join(
        [setting.key for setting in config.SETTINGS] + ["topics", "deploy"]
    )


def test_peers_lead_to_settings_that_exist() -> None:
    """No guess names a setting that is gone."""
    known = {setting.key for setting in config.SETTINGS}
    assert set(config.PEERS.values()) <= known
    assert all(name == name.lower() for name in config.PEERS)


@pytest.mark.parametrize(
    ("given", "ways"),
    [('["gz"]', ("gz",)), ('["br", "gz"]', ("gz", "br")), ('"gz"', ("gz",)), ("[]", ()), ('["br", "br"]', ("br",))],
)
def test_what_is_compressed(given: str, ways: tuple[str, ...]) -> None:
    """A list, or one word for a list of one; the order says nothing."""
    assert read(f"{LEAST}[output]\ncompressed = {given}\n").compressed == ways
    assert read(LEAST, KLIPING_OUTPUT_COMPRESSED=",".join(ways)).compressed == ways


@pytest.mark.parametrize("given", ['["zip"]', "true", "9", '"gz br zst"', "[1]", "[[]]"])
def test_what_nothing_is_compressed_as(given: str) -> None:
    """What is neither gz nor br is refused with an example."""
    fault = only_fault(f"{LEAST}[output]\ncompressed = {given}\n")
    assert fault.key == "output.compressed"
    assert '["gz", "br"]' in str(fault)


# ------------------------------------------------------------------ the environment


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("KLIPING_BASE_URL", "https://preview.example/pr-7", "base_url", "https://preview.example/pr-7/"),
        ("KLIPING_TITLE", "Lain", "title", "Lain"),
        ("KLIPING_OUTPUT_DIR", "/srv/site", "output", "/srv/site"),
        ("KLIPING_FEEDS_LIMIT", "12", "feed_limit", 12),
        ("KLIPING_LANGUAGE", "en", "language", "en"),
    ],
)
def test_the_environment_wins(variable: str, value: str, field: str, expected: object) -> None:
    """A variable stands above the file, typed like the setting."""
    assert getattr(read(LEAST, **{variable: value}), field) == expected


def test_the_environment_is_named_when_it_is_wrong() -> None:
    """A fault of a variable names the variable, not a line of the file."""
    fault = only_fault(LEAST, KLIPING_FEEDS_LIMIT="many")
    assert (fault.file, fault.line, fault.key) == ("environment variable KLIPING_FEEDS_LIMIT", 0, "feeds.limit")


def test_the_environment_mends_a_wrong_line() -> None:
    """What a variable replaces need not be right in the file."""
    assert read(LEAST + 'language = "jw"\n', KLIPING_LANGUAGE="en").language == "en"


def test_other_variables_do_not_matter() -> None:
    """The machine's own zone and language change nothing."""
    assert read(LEAST, TZ="Asia/Tokyo", LANG="de_DE", LANGUAGE="en") == read(LEAST)


# ------------------------------------------------------------------ the file


def test_no_file(tmp_path: Path) -> None:
    """A missing file is told with the folder that was looked in."""
    with pytest.raises(SettingsError, match=r"there is no site\.toml here") as caught:
        config.load(tmp_path / "site.toml", {})
    assert str(tmp_path) in caught.value.faults[0].remedy


def test_a_folder_named_site_toml(tmp_path: Path) -> None:
    """A folder in its place cannot be read, and the reason is told."""
    (tmp_path / "site.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        config.load(tmp_path / "site.toml", {})


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_line_ends(tmp_path: Path, mark: bytes, end: str) -> None:
    """What an editor for Windows saves is read like anything else, with the same lines."""
    file = tmp_path / "site.toml"
    file.write_bytes(mark + (LEAST + 'languge = "en"\n').replace("\n", end).encode())
    settings = config.load(file, {})
    assert settings.title == "Karangan"
    assert settings.warnings[0].line == 3


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('title = "a"\nbase_url = \n', 2),
        ("title = a\n", 1),
        ('title = "a"\n\ntitle = "b"\n', 3),
        ("[output\n", 1),
        ('a = "b', 1),
    ],
)
def test_broken_toml_names_its_line(source: str, line: int) -> None:
    """A file that is no TOML is told with the line on which it ceases to be."""
    fault = only_fault(source)
    assert fault.what.startswith("is not valid TOML")
    assert fault.line == line


LINES = """\
title = "a # not a comment [x]"
base_url = "https://kliping.example/"

[feeds]   # a comment
limit = 3

[[topics]]
slug = "a"
who = [
  ["x"],  # slug = "no"
]
[topics.title]
id = "A"

[[ topics ]]
slug = 'b'

[output]
dir = "o"
links = "file"
"""


def test_lines_of_keys() -> None:
    """Tables, tables in lists, comments and values over several lines do not confuse the count."""
    where = config.lines_of(LINES)
    assert where["title"] == 1
    assert where["feeds.limit"] == 5
    assert where["topics.0"] == 7
    assert where["topics.0.slug"] == 8
    assert where["topics.0.who"] == 9
    assert where["topics.0.title.id"] == 13
    assert where["topics.1.slug"] == 16
    assert where["output.dir"] == 19
    assert where["output.links"] == 20
    assert not [key for key, line in where.items() if line == 10]


@pytest.mark.parametrize(
    ("source", "key", "line"),
    [
        ('"language" = "jw"\n', "language", 1),
        ("'language' = 'jw'\n", "language", 1),
        ('title = """\nlanguage = "no"\n"""\n', "language", None),
        ('feeds = { limit = "x" }\n', "feeds.limit", 1),
        ('feeds . limit = "x"\n', "feeds.limit", 1),
    ],
)
def test_lines_of_unusual_keys(source: str, key: str, line: int | None) -> None:
    """Keys in quotes, inline tables, spaces round dots and texts of several lines keep their lines too."""
    assert tomllib.loads(source)
    assert config.lines_of(source).get(key) == line


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.integers() | st.booleans(), min_size=1, max_size=8
    )
)
def test_lines_of_any_flat_table(table: dict[str, int | bool]) -> None:
    """The line of a key is the line on which it stands."""
    source = "".join(f"{key} = {str(value).lower()}\n" for key, value in table.items())
    assert config.lines_of(source) == {key: number for number, key in enumerate(table, 1)}


@given(st.text(max_size=200))
def test_any_text_is_settings_or_faults(source: str) -> None:
    """Whatever stands in the file, the answer is settings or faults, never a crash."""
    try:
        config.read(source, {})
    except SettingsError as error:
        assert error.faults  # noqa: PT017 - either end is right


# ------------------------------------------------------------------ topics


def test_a_topic() -> None:
    """A topic with all its keys."""
    settings = read(
        LEAST
        + '[[topics]]\nslug = "banjir-2020"\ntitle = { id = "Banjir", en = "Flood" }\ndescription = "D"\n'
        + 'from = 2020-01-01\nto = 2020-01-01\nwho = [["antah*", "berantah"], ["hujan"]]\nwhat = ["banjir*"]\n'
    )
    assert settings.topics == (
        TopicDefinition(
            "banjir-2020",
            {"id": "Banjir", "en": "Flood"},
            {"": "D"},
            (("antah*", "berantah"), ("hujan",)),
            ("banjir*",),
            tomllib.loads("a = 2020-01-01")["a"],
            tomllib.loads("a = 2020-01-01")["a"],
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ('slug = "banjir"', 'slug = "Banjir"', "slug", 4),
        ('slug = "banjir"', 'slug = "banjir--x"', "slug", 4),
        ('slug = "banjir"', 'slug = "../banjir"', "slug", 4),
        ('slug = "banjir"', f'slug = "{"a" * 81}"', "slug", 4),
        ('slug = "banjir"', "slug = 7.5", "slug", 4),
        ('title = "Banjir"', 'title = ""', "title", 5),
        ('title = "Banjir"', "title = {}", "title", 5),
        ('title = "Banjir"', "title = { id = 3 }", "title", 5),
        ('who = [["antah*"]]', 'who = ["antah*"]', "who", 6),
        ('who = [["antah*"]]', "who = []", "who", 6),
        ('who = [["antah*"]]', "who = [[]]", "who", 6),
        ('who = [["antah*"]]', 'who = [["*"]]', "who", 6),
        ('who = [["antah*"]]', 'who = [["a*"]]', "who", 6),
        ('what = ["banjir*"]', 'what = "banjir*"', "what", 7),
        ('what = ["banjir*"]', "what = []", "what", 7),
        ('what = ["banjir*"]', 'what = ["banjir*"]\nfrom = "2020-01-01"', "from", 8),
        ('what = ["banjir*"]', 'what = ["banjir*"]\nfrom = 2020-01-01T10:00:00', "from", 8),
        ('what = ["banjir*"]', 'what = ["banjir*"]\nfrom = 2020-02-01\nto = 2020-01-01', "to", 9),
        ('what = ["banjir*"]', 'what = ["banjir*"]\nwhen = 1', "when", 8),
        ('what = ["banjir*"]', 'what = ["banjir*"]\ndescription = 3', "description", 8),
    ],
)
def test_a_topic_with_a_fault(old: str, new: str, key: str, line: int) -> None:
    """Each key of a topic says what it needs, with its line and number of topic."""
    fault = only_fault(LEAST + TOPIC.replace(old, new))
    assert (fault.key, fault.line) == (f"topics.0.{key}", line)
    assert fault.remedy


@pytest.mark.parametrize("slug", ["slug = 7", "slug = 12345"])
def test_a_number_as_slug_of_a_topic(slug: str) -> None:
    """A slug without quotes is a fault, not a crash."""
    assert only_fault(LEAST + TOPIC.replace('slug = "banjir"', slug)).key == "topics.0.slug"


def test_two_topics_with_one_slug() -> None:
    """Two topics cannot have one address."""
    fault = only_fault(LEAST + TOPIC + TOPIC)
    assert (fault.key, fault.line) == ("topics.1.slug", 9)


def test_two_topics_with_one_slug_after_a_broken_one() -> None:
    """The fault names the topic that it means, also when one before it has a fault of its own."""
    found = faults(LEAST + TOPIC.replace('"banjir"', '"Banjir"') + TOPIC + TOPIC)
    assert [(fault.key, fault.line) for fault in found] == [("topics.0.slug", 4), ("topics.2.slug", 14)]


@pytest.mark.parametrize("value", ['"x"', "3", '["x"]', "{}"])
def test_topics_that_are_no_tables(value: str) -> None:
    """`topics` must be written as tables."""
    assert only_fault(LEAST + f"topics = {value}\n").key == "topics"


WHOLE = (
    TOPIC
    + 'what_with_name = ["bertemu"]\n[topics.names]\npeople = ["Joko = J. Umpama"]\n[topics.not]\nother_side = ["pasar"]\n'
)


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "said"),
    [
        ('what = ["banjir*"]', 'what = ["yang"]', "what", 7, "“yang” is in nearly every article"),
        ('what = ["banjir*"]', 'what = ["The"]', "what", 7, "is in nearly every article"),
        ('what = ["banjir*"]', 'what = ["c++*"]', "what", 7, "is in nearly every article"),
        ('what = ["banjir*"]', 'what = ["di*"]', "what", 7, "is in nearly every article"),
        ('what = ["banjir*"]', 'what = ["ban*jir"]', "what", 7, "has a * that is not at its end"),
        ('what = ["banjir*"]', 'what = ["--"]', "what", 7, "has no letter"),
        ('what = ["banjir*"]', 'what = ["banjir = flood"]', "what", 7, "has an equals sign"),
        ('what = ["banjir*"]', "what = [7]", "what", 7, "needs a list of words"),
        ('["bertemu"]', "[]", "what_with_name", 8, "needs a list of words"),
        ('people = ["Joko = J. Umpama"]', "people = []", "names.people", 10, "needs a list of words"),
        ('people = ["Joko = J. Umpama"]', 'people = ["Joko = *"]', "names.people", 10, "is any word at all"),
        ('people = ["Joko = J. Umpama"]', 'peple = ["Joko"]', "names.peple", 10, "unknown key"),
        ('people = ["Joko = J. Umpama"]', 'to = 2020-01-01\npeople = ["Joko"]', "names.to", 10, "unknown key"),
        ("other_side", "otherside", "not.otherside", 12, "unknown key"),
        ('["pasar"]', '["banjir*"]', "not.other_side", 12, "“banjir*” stands in what, too"),
        ('slug = "banjir"', 'slug = "banjir"\nin = "hujan"', "in", 5, 'there is no topic "hujan"'),
        ('slug = "banjir"', 'slug = "banjir"\nin = "banjir"', "in", 5, "goes round in a circle: banjir in banjir"),
        ('slug = "banjir"', 'slug = "banjir"\nin = 3', "in", 5, "needs the slug of another topic"),
    ],
)
def test_a_definition_with_a_fault(old: str, new: str, key: str, line: int, said: str) -> None:
    """What cannot work is told with its line before anything is built with it."""
    assert old in WHOLE
    fault = only_fault(LEAST + WHOLE.replace(old, new))
    assert (fault.key, fault.line) == (f"topics.0.{key}", line)
    assert said in fault.what
    assert fault.remedy


def test_names_without_which_words_count_for_nothing() -> None:
    """Words that count only with a name need names."""
    fault = only_fault(LEAST + TOPIC + 'what_with_name = ["bertemu"]\n')
    assert (fault.key, fault.line) == ("topics.0.what_with_name", 8)


BY_HAND = '[[topics]]\nslug = "banjir"\ntitle = "Banjir"\nby_hand = true\n'


def test_a_topic_by_hand() -> None:
    """A topic whose articles an editor names needs no words."""
    (topic,) = read(LEAST + BY_HAND).topics
    assert (topic.by_hand, topic.who, topic.what) == (True, (), ())
    assert not read(LEAST + TOPIC + "by_hand = false\n").topics[0].by_hand


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ('who = [["antah*"]]', "who", "is never looked at"),
        ('what = ["banjir*"]', "what", "is never looked at"),
        ("from = 2020-01-01", "from", "is never looked at"),
    ],
)
def test_words_for_a_topic_by_hand(line: str, key: str, words: str) -> None:
    """Words that nobody looks for are a fault: else an editor would wait for articles that never come."""
    fault = only_fault(LEAST + BY_HAND + line + "\n")
    assert (fault.key, fault.line) == (f"topics.0.{key}", 7)
    assert words in fault.what


def test_by_hand_is_true_or_false() -> None:
    """Anything else is told with what it is now."""
    fault = only_fault(LEAST + TOPIC + 'by_hand = "ya"\n')
    assert (fault.key, fault.line, fault.remedy) == ("topics.0.by_hand", 8, "it is now 'ya'")


def test_a_part_of_a_topic_by_hand() -> None:
    """No words come from it, so that a part needs its own, or is by hand itself."""
    part = '[[topics]]\nslug = "bantuan"\ntitle = "Bantuan"\nin = "banjir"\n'
    fault = only_fault(LEAST + BY_HAND + part + 'what = ["bantuan*"]\n')
    assert (fault.key, fault.line) == ("topics.1.in", 10)
    assert [each.parent for each in read(LEAST + BY_HAND + part + "by_hand = true\n").topics] == ["", "banjir"]


def test_formats_and_lists_from_the_environment() -> None:
    """A list is words between commas or spaces; formats come in one order however they are written."""
    settings = read(LEAST, KLIPING_FEEDS_FORMATS="json, rss", KLIPING_PAGES_ARCHIVE="false", KLIPING_PAGES_LIMIT="50")
    assert (settings.feed_formats, settings.archive, settings.list_limit) == (("rss", "json"), False, 50)


def test_a_part_of_a_topic() -> None:
    """A part says only what differs: who, days, names and exclusions are the whole's."""
    part = '[[topics]]\nslug = "surut"\ntitle = "Surut"\nin = "banjir"\nwhat = ["surut*"]\n'
    whole, made = read(LEAST + WHOLE.replace('title = "Banjir"', 'title = "Banjir"\nfrom = 2020-01-01') + part).topics
    assert (made.parent, made.what) == ("banjir", ("surut*",))
    assert (made.who, made.start, made.names, made.other_side) == (
        whole.who,
        whole.start,
        whole.names,
        whole.other_side,
    )
    assert whole.names == {"people": (("Joko", "J. Umpama"),)}


def test_parts_that_go_round() -> None:
    """Two topics cannot be parts of each other."""
    one = TOPIC.replace('slug = "banjir"', 'slug = "banjir"\nin = "surut"')
    other = TOPIC.replace('slug = "banjir"', 'slug = "surut"\nin = "banjir"')
    assert {fault.key for fault in faults(LEAST + one + other)} == {"topics.0.in", "topics.1.in"}


def test_a_definition_in_a_file_of_its_own(tmp_path: Path) -> None:
    """The same keys at the top of a file; slug and title may be missing; its faults name it."""
    file = tmp_path / "topik.toml"
    file.write_text('who = [["antah*"]]\nwhat = ["banjir*"]\n[not]\nother_side = ["pasar"]\n', "utf-8")
    made = config.load_topic(file)
    assert (made.who, made.what, made.other_side) == ((("antah*",),), ("banjir*",), ("pasar",))
    for text, key, line in (
        ('who = [["antah*"]]\nwhat = []\n', "what", 2),
        (TOPIC, "topics", 1),
        ('in = "x"\nwhat = ["banjir*"]\n', "in", 1),
        ("who = [", "", 1),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(SettingsError) as caught:
            config.load_topic(file)
        fault = caught.value.faults[0]
        assert (fault.file, fault.key, fault.line) == (str(file), key, line)
    with pytest.raises(SettingsError):
        config.load_topic(tmp_path / "none.toml")


# ------------------------------------------------------------------ whom to tell of a hole


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("keamanan@kliping.example", "mailto:keamanan@kliping.example"),
        ("mailto:keamanan@kliping.example", "mailto:keamanan@kliping.example"),
        ("https://kliping.example/lapor", "https://kliping.example/lapor"),
        ("tel:+62-1", "tel:+62-1"),
    ],
)
def test_a_contact(given: str, expected: str) -> None:
    """A contact is an address that programs open; an e-mail address becomes one."""
    settings = read(f'{LEAST}[security]\ncontact = "{given}"\nexpires = 2027-10-01\n')
    assert (settings.security_contact, settings.security_expires) == (expected, "2027-10-01")


@pytest.mark.parametrize(
    "given", ["redaksi", "http://kliping.example/", "a@b", "javascript:alert(1)", "", "x y@z.example"]
)
def test_a_contact_that_is_none(given: str) -> None:
    """A contact that no program opens is refused."""
    assert only_fault(f'{LEAST}[security]\ncontact = "{given}"\nexpires = 2027-10-01\n').key == "security.contact"


@pytest.mark.parametrize("given", ["2027-10-01T00:00:00", '"besok"', "2027", "true"])
def test_a_day_that_is_none(given: str) -> None:
    """What is no day is refused with an example."""
    fault = only_fault(f'{LEAST}[security]\ncontact = "a@b.example"\nexpires = {given}\n')
    assert (fault.key, fault.line) == ("security.expires", 5)


def test_a_contact_holds_until_a_day() -> None:
    """The standard wants a day until which a contact holds, and no build may guess one."""
    fault = only_fault(f'{LEAST}[security]\ncontact = "a@b.example"\n')
    assert (fault.key, fault.line, fault.what) == ("security.expires", 4, "is missing")
    assert read(LEAST, KLIPING_SECURITY_CONTACT="a@b.example", KLIPING_SECURITY_EXPIRES="2027-10-01").security_expires
