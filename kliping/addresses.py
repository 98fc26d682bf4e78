"""One address for an article, however its page was reached: the forms of one article meet, those of two never do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, quote, unquote, urlsplit

DEVICES = frozenset("www www1 www2 www3 m amp mobile mobil wap touch".split())
"""First labels of a host under which outlets show the same pages."""
TRACKING = frozenset(
    (
        "fbclid gclid gclsrc dclid wbraid gbraid srsltid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik "
        "mc_cid mc_eid mkt_tok vero_id vero_conv wickedid s_cid s_kwcid ef_id cmpid cmp icid ncid ocid smid smtyp soc_src "
        "soc_trk sr_share spm scid tpcc rss_id guccounter guce_referrer guce_referrer_sig _ga _gl _hsenc _hsmi __hssc "
        "__hstc __hsfp hsctatracking _branch_match_id _openstat __twitter_impression tag_from jxconn jxrecoid ref ref_src ref_url referrer "
        "share_id sharetype usqp amp_js_v amp_gsa amp_ct amp_latest_update_time noamp nonamp"
    ).split()
)
"""Keys of a query that say who came from where; in any case of their letters."""
TRACKING_BEGINS = (
    "utm_",
    "fb_",
    "ga_",
    "at_",
    "ns_",
    "pk_",
    "mtm_",
    "matomo_",
    "piwik_",
    "hsa_",
    "oly_",
    "trk_",
    "amp_",
)
LOOKS: Mapping[str, frozenset[str]] = {
    "amp": frozenset(["", "1", "true", "yes", "amp"]),
    "m": frozenset(["", "0", "1"]),
    "mobile": frozenset(["", "0", "1", "true", "yes"]),
    "print": frozenset(["", "1", "true", "yes", "print"]),
    "printable": frozenset(["", "1", "true", "yes"]),
    **dict.fromkeys(("_amp", "isamp", "single", "singlepage"), frozenset(["", "1", "true"])),
    **dict.fromkeys(("showpage", "page_num"), frozenset(["all"])),
    **dict.fromkeys(("output", "outputtype", "view", "format", "mode", "type"), frozenset(["amp", "print", "mobile"])),
}
"""Keys of a query that, with these values, change what a page looks like and not which article it is."""
INDEX = frozenset("index.html index.htm index.php index.asp index.aspx index.jsp default.asp default.aspx".split())
PRINT = frozenset("print print.html print.htm print.php printable cetak".split())
DEFAULT_PORTS = (None, 80, 443)
PAGES = frozenset("page p pg paged halaman hal seite pagina página sayfa strana strona trang".split())
"""Keys of a query that name one of several pages of an article."""
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
HOST = re.compile(r"[a-z0-9._:-]+")
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
# A page's copy at an AMP cache, in the search engine's viewer, or in a web archive names the page itself.
COPIES: tuple[re.Pattern[str], ...] = (
    re.compile(r"https?://[^/]+\.cdn\.ampproject\.org/(?:c|v|i|wp)/(?:s/)?(?P<page>[^/?#]+\.[^/?#]+/.*)", re.I),
    re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?(?P<page>[^/?#]+\.[^/?#]+/.*)", re.I),
    re.compile(
        r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?:/{1,2})?(?P<page>[^/?#]+\.[^/?#]+.*)", re.I
    ),
)


def canonical(url: str) -> str:
    """The one address of an article, for comparing; what cannot be read as a web address stays as it is."""
    text = url.strip()
    while found := next(filter(None, (each.fullmatch(text) for each in COPIES)), None):
        text = f"https://{found['page']}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text
    if parts.scheme not in ("http", "https") or not (host := host_of(parts)):
        return text
    host += "" if port in DEFAULT_PORTS else f":{port}"
    path = path_of(parts.path)
    query = "&".join(sorted(kept_of(parts.query, path)))
    return f"https://{host}{path}" + (f"?{query}" if query else "")


def host_of(parts: SplitResult) -> str:
    """A host in the letters of DNS, without what only tells devices apart."""
    host = parts.hostname or ""
    try:
        name = unquote(host).encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    host = name if HOST.fullmatch(name) else normal(host).lower()  # what is no name is compared as it stands
    host = host.rstrip(".")
    if ":" in host:
        return f"[{host}]"
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in DEVICES and not labels[-1].isdecimal():
        labels = labels[1:]
    return ".".join(labels)


def path_of(path: str) -> str:
    """A path without dots, empty parts, and the parts that only choose a look; never with a slash at its end."""
    kept: list[str] = []
    for part in normal(path).split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in ("", ".") and part.lower() != "amp":
            kept.append(part)
    while kept and (last := plain(kept[-1])) != kept[-1]:
        if not last and len(kept) == 1 and kept[-1].lower() not in INDEX:
            break
        kept = [*kept[:-1], *([last] if last else [])]
    return "/" + "/".join(kept)


def plain(part: str) -> str:
    """The last part of a path without what chooses a look; empty if that is all."""
    lower = part.lower()
    if lower in INDEX or lower in PRINT or lower in ("amp.html", "amp.htm", "amp.php", ".amp"):
        return ""
    if lower.endswith(".amp"):
        return part[:-4]
    if found := re.fullmatch(r"(.+)\.amp(\.html?)", part, re.I):
        return found[1] + found[2]
    return part


def kept_of(query: str, path: str) -> Iterator[str]:
    """The fields of a query that say which article is meant."""
    for field in query.split("&"):
        name, _, value = field.partition("=")
        key, said = unquote(name).lower(), unquote(value).lower()
        is_look = said in LOOKS.get(key, ()) or key.startswith(TRACKING_BEGINS)
        is_look = is_look or (key in TRACKING and not (key == "ref" and said.isdecimal()))  # a number may be its id
        if field and not is_look and not is_page(key, said, path):
            yield normal(field.replace("+", "%20"))


def is_page(name: str, value: str, path: str) -> bool:
    """Whether a query names a page; `/?p=2` is the address of an article in blogs."""
    is_number = value.casefold() == "all" or (value.isascii() and value.isdecimal() and len(value) <= 2)
    return name.casefold() in PAGES and is_number and (name != "p" or len(path) > 1)


def normal(text: str) -> str:
    """A path or query with its escapes as RFC 3986 6.2.2 writes them: none that need not be, hex digits in capitals."""
    safe = ESCAPED.sub(lambda sign: unescaped(sign[1]), re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text))
    return quote(safe, safe="/?:@!$&'()*+,;=%", errors="surrogatepass")


def unescaped(digits: str) -> str:
    """The sign that two hex digits stand for, if it may stand by itself."""
    sign = chr(int(digits, 16))
    return sign if UNRESERVED.fullmatch(sign) else f"%{digits.upper()}"
