"""What refusals, missing pages and parked domains look like: policy data, no logic. Pure.

Marks are looked for in lower-case source; patterns are matched against text that was folded and put in lower case.
"""

import re

# Only a page that asks visitors to prove themselves holds one of these, whatever its status.
CHALLENGE_MARKS = (
    "_cf_chl_opt",
    "cf-browser-verification",
    "geo.captcha-delivery.com",
    "_incapsula_resource",
    'id="px-captcha"',
    "sucuri website firewall - access denied",
    "sucuri_cloudproxy_js",
    "awswafintegration",
    ".token.awswaf.com/",
    "__jsl_clearance",
    "acw_sc__v2",
    'id="anubis_challenge"',
    'slg-bg" id="safeline',
)
# With an error's status these are a challenge too; on a page that was shown they are furniture.
CHALLENGE_HINTS = (
    "cdn-cgi/challenge-platform",
    "cf-error-details",
    "challenges.cloudflare.com",
    "recaptcha",
    "hcaptcha",
    "geetest",
    "enable javascript and cookies to continue",
)
CAPTCHA_MARKS = ("g-recaptcha", "h-captcha", "cf-turnstile", "geetest", "tcaptcha", "nc_scale", "smart-captcha")
PARKED_MARKS = (
    "sedoparking.com",
    "parkingcrew.net",
    "img1.wsimg.com/parking-lander",
    "parking.bodiscdn.com",
    "bodis.com",
    "parklogic.com",
    "d38psrni17bvxu.cloudfront.net",
    "parked-content.godaddy.com",
    "cdn.dan.com/assets",
    "hugedomains.com/domain_profile",
    "domainmarket.com",
    "window.park=",
    "data-adblockkey=",
    'window.location.href="/lander"',
    "window.location.href='/lander'",
)
# Where parked and sold names lead, by exact host or any host below it.
PARKED_HOSTS = frozenset(
    "hugedomains.com dan.com afternic.com sedo.com sedoparking.com parkingcrew.net bodis.com above.com "
    "domainmarket.com buydomains.com undeveloped.com parklogic.com".split()
)

LOGIN_PATH = re.compile(
    r"(?:\A|/)(?:log[-_]?in|sign[-_]?in|sign[-_]?on|logon|sso|oauth2?|authorize|passport|users/sign_in|wp-login)"
    r"(?:\.\w+)?(?:/|\Z)",
    re.IGNORECASE,
)
LOGIN_HOST = re.compile(r"(?:login|signin|sso|auth|accounts?|passport)\.")

# Hosts whose links are meant to lead to another site's front page, if that is where they were made to lead.
SHORTENERS = frozenset(
    "t.co bit.ly bitly.com goo.gl ow.ly tinyurl.com is.gd buff.ly dlvr.it lnkd.in fb.me youtu.be amzn.to t.cn url.cn "
    "dwz.cn rb.gy cutt.ly shorturl.at t.ly reurl.cc ppt.cc lihi1.com lihi.cc pse.is bre.is tiny.cc j.mp wp.me "
    "linktr.ee rebrand.ly trib.al nyti.ms wapo.st econ.st on.wsj.com bloom.bg reut.rs".split()
)
# Names of front pages: not deep, and where a lost page's redirect may end.
HOME_PATH = re.compile(r"/?(?:index|default|home|main|portal)?(?:\.(?:html?|php|aspx?|jsp|shtml))?/?", re.IGNORECASE)
LANGUAGE_PATH = re.compile(
    r"/(?:[a-z]{2}|zh[-_](?:cn|tw|hk|hans|hant)|en[-_](?:us|gb)|chinese|english|gb|big5)/?", re.IGNORECASE
)
TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|ref|from|spm|source|share\w*|mc_[ce]id|igshid|_ga)\Z", re.IGNORECASE)

# Elements in which a page is drawn by its script: until that has run the page is empty, and that is no fault.
SCRIPT_ROOTS = re.compile(
    r"<(?:div|main|section|app-root|ion-app)\b[^<>]{0,300}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|___gatsby|main|react-root|q-app|"
    r"svelte|application|mount)\b|<app-root\b|\bng-app\b|\bdata-reactroot\b|<script\b[^<>]{0,300}\btype\s*=\s*[\"']?module\b",
    re.IGNORECASE,
)
# Hosts that make a fragment mean something else than a place in the source, by the pattern of the fragment.
FRAGMENT_QUIRKS = (
    (
        re.compile(r"(?:\A|\.)(?:github\.com|gitlab\.com|gitee\.com)\Z"),
        re.compile(r"L\d+|[A-Z]?\d+(?:-[A-Z]?\d+)?|diff-|issuecomment-|discussion|readme", re.IGNORECASE),
    ),
    (re.compile(r"(?:\A|\.)(?:mail|docs|drive|groups)\.google\.com\Z"), re.compile(r"")),
    (re.compile(r"(?:\A|\.)mega\.(?:nz|io)\Z"), re.compile(r"")),
    (re.compile(r"(?:\A|\.)matrix\.to\Z"), re.compile(r"")),
)
# Statuses whose CDN says in the body that the origin's name does not exist.
ORIGIN_UNKNOWN_MARKS = ("error code: 1016", "origin dns error", "error 1016")
