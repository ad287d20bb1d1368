"""Where a link leads, told by the address alone: to a front page, an error page, a login form or a sale. Pure.

The tables are data. An address counts only if a redirect or a refresh led to it, and only if the link's own address
does not say the same: a link to a login page is meant to lead to one.
"""

import re
from urllib.parse import parse_qsl, unquote

from feedtool.urls import endpoint_of, host_of

# Hosts of short links: somebody may have made a short link to a front page on purpose.
_SHORTENERS = frozenset(
    "t.co bit.ly bitly.com goo.gl ow.ly tinyurl.com is.gd buff.ly dlvr.it lnkd.in fb.me youtu.be amzn.to t.cn url.cn "
    "dwz.cn rb.gy cutt.ly shorturl.at t.ly reurl.cc ppt.cc lihi1.com lihi.cc pse.is bre.is tiny.cc j.mp wp.me "
    "linktr.ee rebrand.ly trib.al nyti.ms wapo.st econ.st on.wsj.com bloom.bg reut.rs".split()
)
_SHORT_HOST = 8  # characters: a host so short with one short segment behind it is a short link too
_SHORT_SEGMENT = 10
# Paths of front pages, where the redirect of a lost page may end.
_HOME_PATH = re.compile(r"/?(?:index|default|home|main|portal)?(?:\.(?:html?|php|aspx?|jsp|shtml))?/?", re.IGNORECASE)
_LANGUAGE_PATH = re.compile(
    r"/(?:[a-z]{2}|[a-z]{2}[-_](?:[a-z]{2}|hans|hant)|chinese|english|gb|big5|intl|global)(?:/(?:index|default|home|main)"
    r"(?:\.(?:html?|php|aspx?|jsp|shtml))?)?/?",
    re.IGNORECASE,
)
_LANGUAGE_KEY = re.compile(r"lang|language|locale|hl|lng|setlang", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|ref|from|spm|source|share\w*|mc_[ce]id|igshid|_ga|redirect(?:ed)?)\Z", re.IGNORECASE
)

_LOGIN_PATH = re.compile(
    r"(?:\A|/)(?:log[-_]?in|sign[-_]?in|sign[-_]?on|logon|sso|oauth2?|authorize|passport|users/sign_in|wp-login|"
    r"session/new|"
    r"authwall|denglu|ucenter/login|visitor/visitor|account/login|accounts/login|"
    r"checkpoint/challenge\w*)(?:\.\w+)?(?:/|\Z)",
    re.IGNORECASE,
)
_LOGIN_QUERY = re.compile(r"(?:\A|&)mod=(?:logging|login)\b|(?:\A|&)action=login\b", re.IGNORECASE)
_LOGIN_HOST = re.compile(r"(?:login|signin|sso|auth|accounts?|passport|consent|idp|visitor)\.")

# Where a site asks its visitor to prove that he is human.
_CAPTCHA = re.compile(
    r"\A[^/]{1,80}/(?:sorry/index|showcaptcha|antispider|account/unhuman|captcha|verify/captcha|_sec/verify|punish)\b|"
    r"\A(?:sec\.douban\.com|wappass\.baidu\.com|validate\.perfdrive\.com|geo\.captcha-delivery\.com|verify\.snssdk\.com)/",
    re.IGNORECASE,
)

# Words by which the end of a path, or a key or value of a query, says that the page was not found.
_ERRORS = r"err(?:or|ors|eur|ore|o)?|fehler|fejl|feil|virhe|blad|chyba|hiba|hata"
_THINGS = (
    r"page|file|content|article|url|item|resource|post|story|seite|artikel|pagina|página|articulo|artículo|artigo|"
    r"articolo|strona|stranka|stránka|sidan?|siden|sivua?|sayfa|oldal"
)
_NOT_THERE = (
    r"not[-_]?found|no[-_]?encontrad[ao]|n[aã]o[-_]?encontrad[ao]|non[-_]?trovat[ao]|(?:non[-_]?trouv[eé]e?|introuvable)|"
    r"nicht[-_]?gefunden|niet[-_]?gevonden|nie[-_]?(?:znaleziono|istnieje)|nenalezen[ao]?|neexistuje|hittades[-_]inte|"
    r"nicht[-_](?:mehr[-_])?verf(?:ü|ue)gbar|(?:no|ya[-_]no)[-_]disponible|plus[-_]disponible|non[-_](?:pi[uù][-_])?disponibile|"
    r"(?:blev|ble)?[-_]?ikke[-_](?:fundet|funnet)|ei[-_]l[oö]yd?y\w{0,3}|bulunamad[iı]|nem[-_]tal[aá]lhat[oó]"
)
_ERROR_WORD = re.compile(
    rf"(?:e|(?:(?:http|{_ERRORS})[-_.]?)(?:(?:{_THINGS})[-_.]?)?)?(?:404|410)(?:[-_.]?(?:{_ERRORS}|{_THINGS}|{_NOT_THERE})){{0,2}}|"
    rf"(?:(?:{_THINGS})[-_]?)?(?:{_NOT_THERE})(?:[-_]?(?:{_ERRORS}|{_THINGS}))?|"
    rf"(?:{_THINGS}|link|item|listing|product)[-_](?:not[-_]found|(?:is[-_])?(?:not|no[-_]longer)[-_]available|unavailable|removed|deleted|expired)|"
    rf"errors?|(?:error|err)[-_]?page|pageerror|no[-_]?page|suspendedpage|defaultwebpage",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?:index|default)(?:\.\w{2,5})?", re.IGNORECASE)  # of a folder: the folder's name tells
# A link that speaks of errors itself: it may well lead to a page about them.
_ABOUT_ERRORS = re.compile(r"(?<![0-9a-z])(?:404|410|errors?|not-?found)(?![0-9a-z])", re.IGNORECASE)
_ERROR_KEY = re.compile(r"aspxerrorpath|page_not_found|notfound|not_found|error404|e404", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:cgi|html?|php\d?|aspx?|jsp|shtml|cfm|do|action)\Z", re.IGNORECASE)
_ERROR_VALUE = re.compile(r"(?:page[-_]?)?not[-_]?found", re.IGNORECASE)
_STATUS_KEY = re.compile(
    r"(?:http)?[-_]?(?:e|err|error|errors|errorcode|error_code|status|code|reason|msg|message|type)", re.IGNORECASE
)

# Hosts that parked and sold domains lead to, with all hosts below them.
_SELLERS = frozenset(
    "hugedomains.com dan.com afternic.com sedo.com sedo.de sedoparking.com parkingcrew.net parkingcrew.com "
    "bodis.com above.com "
    "domainmarket.com buydomains.com undeveloped.com parklogic.com domain.com.cn brandbucket.com squadhelp.com "
    "atom.com "
    "uniregistry.com uni.market godaddyforsale.com forsale.godaddy.com parking.namesilo.com perfectdomain.com 4.cn "
    "ename.com "
    "ename.net dopa.com snapnames.com namejet.com dropcatch.com efty.com domainnamesales.com domains.atom.com "
    "saw.com grit.com mediaoptions.com park.io expireddomains.net wanmi.cc juming.com domainagents.com voodoo.com "
    "skenzo.com zeropark.com ww1.com cashparking.com "
    "mi.aliyun.com am.22.cn smartname.com fabulous.com trafficz.com namedrive.com".split()
)
# Paths at which registrars sell a domain.
_SALE_PATHS = re.compile(
    r"/(?:domain[-_]?(?:search|sale|profile|for[-_]sale|auctions?|details?|lander)|domainsearch|"
    r"buy[-_]?(?:this[-_])?domain|"
    r"for[-_]?sale|forsale|lander|landers|parking|parked|premium[-_]domains?|suspended(?:page)?|"
    r"expired[-_]?domain)\b",
    re.IGNORECASE,
)
_REGISTRARS = frozenset(
    "godaddy.com namecheap.com namesilo.com porkbun.com dynadot.com name.com gandi.net ionos.com "
    "networksolutions.com "
    "register.com domain.com hostinger.com tucows.com spaceship.com aliyun.com wanwang.aliyun.com west.cn xinnet.com "
    "22.cn epik.com sav.com ovh.com strato.de one.com hover.com".split()
)
# Hosts below the link's own domain, to which parked domains lead: `ww25.a.example/story?subid1=…`.
_PARKED_HOST = re.compile(r"ww\d{1,3}\.")
_PARKED_KEY = re.compile(r"(?:\A|&)(?:sub(?:id)?\d?|usid|utid)=")
_LANDER = re.compile(
    r"/(?:lander|parking(?:\.php)?|domain-?(?:for-?sale|parking)|sedoparking)(?:/|\?|\Z)", re.IGNORECASE
)


def is_home(url: str) -> bool:
    """Return whether an address is that of a front page, in any language and with any tracking parameter."""
    path, _, query = endpoint_of(url).target.partition("?")
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    if not all(_TRACKING.match(name) or _LANGUAGE_KEY.fullmatch(name) for name in names):
        return False
    return bool(_HOME_PATH.fullmatch(path) or _LANGUAGE_PATH.fullmatch(path))


def leads_home(url: str, final_url: str) -> bool:
    """Return whether a deep link ends at a bare front page, though it was not made to lead there.

    A section that moved to a host of its own is no loss: `/blog` may lead to `blog.example.org/`.
    """
    if not is_home(final_url) or is_home(url):
        return False
    host, final = host_of(url).removeprefix("www."), host_of(final_url).removeprefix("www.")
    if host == final:
        return True
    segments = [unquote(one).lower() for one in endpoint_of(url).target.partition("?")[0].split("/") if one]
    if host in _SHORTENERS or (len(host) <= _SHORT_HOST and len(segments) == 1 and len(segments[0]) <= _SHORT_SEGMENT):
        return False
    if segments and segments[-1].lstrip("@~") in final.split("."):
        return False
    return final not in unquote(url.partition("//")[2].partition("/")[2]).lower()  # a link made to lead there


def is_login(url: str) -> bool:
    """Return whether an address is that of a form to log in, or of a page that asks visitors for consent first."""
    endpoint = endpoint_of(url)
    path, _, query = endpoint.target.partition("?")
    return bool(_LOGIN_PATH.search(path) or _LOGIN_HOST.match(endpoint.host) or _LOGIN_QUERY.search(query))


def is_captcha(url: str) -> bool:
    """Return whether an address is one at which a site asks its visitor to prove that he is human."""
    endpoint = endpoint_of(url)
    return _CAPTCHA.match(f"{endpoint.host}{endpoint.target}") is not None and not says_gone(url)


def says_gone(url: str) -> bool:
    """Return whether an address says that the page was not found: `/404.html`, `?aspxerrorpath=`."""
    path, _, query = endpoint_of(url).target.partition("?")
    segments = [one for one in path.split("/") if one and not _INDEX.fullmatch(one)]
    if segments and _ERROR_WORD.fullmatch(_ENDING.sub("", unquote(segments[-1]))):
        return True
    pairs = parse_qsl(query, keep_blank_values=True)
    return any(
        _ERROR_KEY.fullmatch(name)
        or _ERROR_VALUE.fullmatch(value)
        or (value in ("404", "410") and _STATUS_KEY.fullmatch(name))
        or (not value and _ERROR_WORD.fullmatch(name))
        for name, value in pairs
    )


def leads_to_error(url: str, final_url: str) -> bool:
    """Return whether a link ends at an address that says “not found”, while its own address does not."""
    if not says_gone(final_url):
        return False
    target = unquote(endpoint_of(url).target)
    words = [one.lower() for one in re.split(r"[/?&=]", target) if one]
    return _ABOUT_ERRORS.search(target) is None and not any(
        _ERROR_WORD.fullmatch(_ENDING.sub("", word)) or _ERROR_KEY.fullmatch(word) for word in words
    )


def leads_to_sale(url: str, final_url: str) -> bool:
    """Return whether a link ends at a site that sells the link's domain, or shows advertisements in its place."""
    host, final = host_of(url), host_of(final_url)
    path = endpoint_of(final_url).target
    if _PARKED_HOST.match(final) and final.partition(".")[2] == host.removeprefix("www."):
        return _PARKED_KEY.search(path.partition("?")[2]) is not None
    if host == final:
        return bool(_LANDER.match(path)) and not _LANDER.match(endpoint_of(url).target)
    if _is_below(host, _SELLERS) or _is_below(host, _REGISTRARS):
        return False
    if _is_below(final, _SELLERS):  # some are hosts of registrars
        return True
    if not _is_below(final, _REGISTRARS):
        return False  # and these do other things than to sell the domain that led there
    return _SALE_PATHS.search(path) is not None or host.removeprefix("www.") in unquote(path).lower()


def _is_below(host: str, hosts: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[number:]) in hosts for number in range(len(parts)))
