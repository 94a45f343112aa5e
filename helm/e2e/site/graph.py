"""The truth site: each page, what it answers, and where a careful crawler gets from it, all known by construction.

A page's HTML is written beside the canonical URLs that it leads to, so what must be found is never derived from what is served.
"""

import gzip
import threading
import zlib
from dataclasses import dataclass, field

from serving import Answer

MAIN, SUB, AWAY = "http://truth.test", "http://sub.truth.test", "http://elsewhere.test"
EXCLUDE = ["/archive/.*"]
MAX_DEPTH = 8
RETRY_LIMIT = 2
HTML = "text/html; charset=utf-8"


@dataclass
class Node:
    """What one URL answers in the end, and what follows from it. `first` are answers that come before that, once each."""

    answer: Answer
    title: str | None = None
    leads_to: list[str] = field(default_factory=list)
    redirect: str | None = None
    no_index: bool = False
    first: list[Answer] = field(default_factory=list)


class Graph:
    def __init__(self):
        self.nodes: dict[str, Node] = {}
        self.forbidden: set[str] = set()  # by robots.txt
        self.in_sitemap: list[str] = []
        self.never: list[str] = []  # URLs that only look like links
        self._asked: dict[str, int] = {}
        self._lock = threading.Lock()

    def page(self, url, title, links=(), head="", body="", content_type=HTML, encoding="utf-8", headers=(), **more):
        """An HTML page; each link is a canonical URL, or a pair of the spelling in the page and the canonical URL."""
        pairs = [link if isinstance(link, tuple) else (link, link) for link in links]
        anchors = "".join(f'<li><a href="{spelling}">{spelling.strip()}</a></li>\n' for spelling, _ in pairs)
        text = f"<!DOCTYPE html>\n<html><head>{head}<title>{title}</title></head>\n<body><h1>{title}</h1>\n{body}<ul>\n{anchors}</ul></body></html>\n"
        raw = text.encode(encoding)
        answer = Answer(200, [("Content-Type", content_type), *headers], raw, more.pop("delay", 0.0))
        self.nodes[url] = Node(answer, title, [canonical for _, canonical in pairs] + more.pop("also", []), **more)
        return url

    def file(self, url, content_type, body, **more):
        self.nodes[url] = Node(Answer(200, [("Content-Type", content_type)], body), **more)
        return url

    def moved(self, url, target, status=301, location=None):
        self.nodes[url] = Node(Answer(status, [("Location", location or target)]), redirect=target)
        return url

    def error(self, url, status, headers=()):
        self.nodes[url] = Node(Answer(status, [("Content-Type", "text/plain"), *headers], b"no\n"))
        return url

    def serve(self, host: str, target: str) -> Answer:
        url = f"http://{host}{target}"
        node = self.nodes.get(url)
        if node is None:
            return Answer(404, [("Content-Type", "text/plain")], b"nothing here\n")
        with self._lock:
            asked = self._asked[url] = self._asked.get(url, 0) + 1
        return node.first[asked - 1] if asked <= len(node.first) else node.answer

    def forget(self) -> None:
        """Flaky pages fail again from the start, as for a new crawl."""
        with self._lock:
            self._asked.clear()


def build() -> Graph:
    g = Graph()
    sections = [plain(g), odd(g), charsets(g), files(g), fakes(g), moved(g), gone(g), flaky(g), robots(g), deep(g), base(g), meta(g), encoded(g)]
    links = sections + ["/query?page=1", "/query?page=2", "/Case", "/case", "/slow", f"{SUB}/", f"{AWAY}/"]
    g.page(f"{MAIN}/", "The truth site", [(link, link if "://" in link else MAIN + link) for link in links], also=["http://never.test/"], body='<a href="http://never.test/">away</a>')
    for n in (1, 2):
        g.page(f"{MAIN}/query?page={n}", f"Query {n}")
    g.page(f"{MAIN}/Case", "Upper case")
    g.page(f"{MAIN}/case", "Lower case")
    g.page(f"{MAIN}/slow", "Slow", delay=2.0)
    g.page(f"{SUB}/", "The other host", [(f"{SUB}/a", f"{SUB}/a"), (f"{MAIN}/", f"{MAIN}/")])
    g.page(f"{SUB}/a", "A page of the other host")
    g.page(f"{SUB}/landing", "Reached from a redirect")
    g.page(f"{AWAY}/", "Elsewhere", [f"{AWAY}/more"])
    g.page(f"{AWAY}/more", "More of elsewhere")
    sitemaps(g)
    return g


def plain(g):
    """A tree of 40 pages, each with links up, down and to itself."""
    for n in range(1, 41):
        children = [f"{MAIN}/plain/{c}" for c in range(3 * n - 1, 3 * n + 2) if c <= 40]
        g.page(f"{MAIN}/plain/{n}", f"Plain {n}", children + [f"{MAIN}/", f"{MAIN}/plain/{n}", f"{MAIN}/plain/{(n + 1) // 3 or 1}"])
    return "/plain/1"


def odd(g):
    one = f"{MAIN}/odd/one"
    spellings = [
        "/odd/one", "one", "./one", "../odd/one", "/odd/x/../one", "/odd/./one", "/../odd/one", "one#part", "  one\n", "o\nne", "//truth.test/odd/one",
        "HTTP://TRUTH.TEST/odd/one", "http://truth.test:80/odd/one", "http://truth.test:/odd/one", "\\odd\\one", "http:/odd/one", "http:\\\\truth.test\\odd\\one",
    ]
    accent = f"{MAIN}/odd/caf%C3%A9"
    accents = ["/odd/caf%C3%A9", "/odd/caf%c3%a9", "/odd/café", "/odd/caf&eacute;"]
    space = f"{MAIN}/odd/a%20b"
    g.page(f"{MAIN}/odd/", "Odd spellings", [(s, one) for s in spellings] + [(s, accent) for s in accents] + [("a b", space), ("a%20b", space)])
    g.page(one, "One")
    g.page(accent, "Café")
    g.page(space, "A space")
    return "/odd/"


def charsets(g):
    declared = lambda name: f'<meta charset="{name}">'
    cases = [
        ("latin1", "Æble på øen", "text/html; charset=ISO-8859-1", "latin-1", ""),
        ("cyrillic", "Привет, мир", "text/html", "windows-1251", declared("windows-1251")),
        ("utf16", "Ωραία μέρα", "text/html", "utf-16", ""),
        ("japanese", "日本語のページ", "text/html", "shift_jis", declared("shift_jis")),
        ("http-equiv", "Zażółć gęślą", "text/html", "iso-8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'),
        ("undeclared", "Größe – 10 €", "text/html", "utf-8", ""),
    ]
    for name, title, content_type, encoding, head in cases:
        g.page(f"{MAIN}/charsets/{name}", title, [(f"/charsets/{name}/next", f"{MAIN}/charsets/{name}/next")], content_type=content_type, encoding=encoding, head=head)
        g.page(f"{MAIN}/charsets/{name}/next", f"After {name}")
    g.page(f"{MAIN}/charsets/", "Charsets", [f"{MAIN}/charsets/{case[0]}" for case in cases])
    return "/charsets/"


def files(g):
    cases = [
        ("picture.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("report.pdf", "application/pdf", b"%PDF-1.4\n" + b'<a href="/fake/in-pdf">' + bytes(4096)),
        ("data.bin", "application/octet-stream", bytes(range(256)) * 64),
        ("notes.txt", "text/plain; charset=utf-8", b'see <a href="/fake/in-text">this</a>'),
        ("data.json", "application/json", b'{"html": "<a href=\\"/fake/in-json\\">"}'),
        ("empty.html", HTML, b""),
    ]
    g.never += [f"{MAIN}/fake/in-pdf", f"{MAIN}/fake/in-text", f"{MAIN}/fake/in-json"]
    g.page(f"{MAIN}/files/", "Files", [g.file(f"{MAIN}/files/{name}", kind, body) for name, kind, body in cases])
    return "/files/"


def fakes(g):
    fake = lambda name: (g.never.append(f"{MAIN}/fake/{name}"), f"/fake/{name}")[1]
    body = f"""
<script>var a = '<a href="{fake("script")}">x</a>'; location.href = "{fake("location")}";</script>
<script type="application/json">{{"url": "{fake("json-script")}"}}</script>
<!-- <a href="{fake("comment")}">x</a> -->
<style>a {{ background: url({fake("style")}) }} /* <a href="{fake("style-text")}"> */</style>
<textarea><a href="{fake("textarea")}">x</a></textarea>
<p title='<a href="{fake("attribute")}">'>&lt;a href="{fake("escaped")}"&gt;</p>
<p data-href="{fake("data-attribute")}" href="{fake("href-of-p")}">no link</p>
<a href='data:text/html,<a href="{MAIN}{fake("data-url")}">x</a>'>data</a>
<a href="javascript:open('{fake("javascript-url")}')">script</a> <a href="mailto:a@truth.test">mail</a> <a href="tel:+4512345678">call</a>
<a name="{fake("name")}">an anchor</a> <a href="">this page</a> <a href="#part">a part</a> <a href="http://">broken</a> <a href="http://[::1">broken</a>
<a href="ftp://truth.test{fake("ftp")}">ftp</a> <a href="http://user:secret@truth.test{fake("userinfo")}">with a password</a>
"""
    g.page(f"{MAIN}/fakes", "Fake links", [f"{MAIN}/fakes/real"], body=body)
    g.page(f"{MAIN}/fakes/real", "The one real link")
    return "/fakes"


def moved(g):
    page = lambda name, title: g.page(f"{MAIN}/moved/{name}", title)
    step = lambda name, target, **how: g.moved(f"{MAIN}/moved/{name}", target, **how)
    page("target", "Only reached by a redirect")
    page("end", "The end of a chain")
    g.page(f"{MAIN}/moved/folder/", "A folder")
    step("chain2", f"{MAIN}/moved/chain3", status=302)
    step("chain3", f"{MAIN}/moved/end", status=307)
    step("loop2", f"{MAIN}/moved/loop")
    links = [
        step("away-within", f"{MAIN}/moved/target"),
        step("relative", f"{MAIN}/moved/end", location="../moved/end", status=308),
        step("to-linked", f"{MAIN}/plain/1", status=302),
        step("chain", f"{MAIN}/moved/chain2"),
        step("folder", f"{MAIN}/moved/folder/", location="/moved/folder/"),
        step("loop", f"{MAIN}/moved/loop2"),
        step("to-404", f"{MAIN}/gone/nothing"),
        step("to-sub", f"{SUB}/landing"),
        step("to-elsewhere", f"{AWAY}/more"),
        step("to-forbidden", f"{MAIN}/private/secret"),
        step("to-excluded", f"{MAIN}/archive/2002"),
    ]
    g.page(f"{MAIN}/moved/", "Moved", links)
    return "/moved/"


def gone(g):
    links = [g.error(f"{MAIN}/gone/{status}", status) for status in (400, 401, 403, 404, 410, 451, 500, 502)]
    g.page(f"{MAIN}/gone/", "Gone", links + [f"{MAIN}/gone/nothing"])
    g.error(f"{MAIN}/gone/nothing", 404)
    return "/gone/"


def flaky(g):
    busy = lambda status, *headers: Answer(status, [("Content-Type", "text/plain"), *headers], b"later\n")
    links = [
        g.page(f"{MAIN}/flaky/twice-503", "After two 503", first=[busy(503), busy(503)]),
        g.page(f"{MAIN}/flaky/once-500", "After a 500", first=[busy(500)]),
        g.page(f"{MAIN}/flaky/wait-503", "After 503 and Retry-After", first=[busy(503, ("Retry-After", "1"))]),
        g.page(f"{MAIN}/flaky/wait-429", "After 429 and Retry-After", first=[busy(429, ("Retry-After", "2"))]),
    ]
    g.page(f"{MAIN}/flaky/", "Flaky", links)
    return "/flaky/"


def robots(g):
    rules = b"User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: somebody-else\nDisallow: /\n\nSitemap: http://truth.test/maps/index.xml\n"
    g.file(f"{MAIN}/robots.txt", "text/plain", rules)
    g.page(f"{MAIN}/private/secret", "Secret")
    g.page(f"{MAIN}/private/from-map", "Secret too")
    g.forbidden |= {f"{MAIN}/private/secret", f"{MAIN}/private/from-map"}
    g.page(f"{MAIN}/private/open", "Open all the same")
    for year in (2001, 2002):
        g.page(f"{MAIN}/archive/{year}", f"The archive of {year}")
    g.page(f"{MAIN}/rules", "Rules", [f"{MAIN}/private/secret", f"{MAIN}/private/open", f"{MAIN}/archive/2001"])
    return "/rules"


def deep(g):
    for n in range(1, MAX_DEPTH + 4):
        g.page(f"{MAIN}/depth/{n}", f"Depth {n}", [f"{MAIN}/depth/{n + 1}"])
    g.page(f"{MAIN}/depth/{MAX_DEPTH + 4}", "Too deep")
    return "/depth/1"


def base(g):
    g.page(f"{MAIN}/base", "With a base", [("leaf", f"{MAIN}/base/other/leaf"), ("/base/root", f"{MAIN}/base/root")], head='<base href="/base/other/">')
    g.page(f"{MAIN}/base/other/leaf", "A leaf")
    g.page(f"{MAIN}/base/root", "From the root")
    return "/base"


def meta(g):
    g.page(f"{MAIN}/meta/refresh", "Refreshed", head='<meta http-equiv="refresh" content="5; url=/meta/refreshed">', also=[f"{MAIN}/meta/refreshed"])
    g.page(f"{MAIN}/meta/refreshed", "Behind a refresh")
    g.page(f"{MAIN}/meta/noindex", "Not for an index", [f"{MAIN}/meta/after-noindex"], head='<meta name="robots" content="noindex">', no_index=True)
    g.page(f"{MAIN}/meta/after-noindex", "After noindex")
    g.page(f"{MAIN}/meta/noindex-header", "Not for an index, says a header", headers=[("X-Robots-Tag", "noindex")], no_index=True)
    g.never.append(f"{MAIN}/fake/nofollow")
    g.page(f"{MAIN}/meta/nofollow", "Its links are not to be followed", head='<meta name="robots" content="nofollow">', body='<a href="/fake/nofollow">no</a>')
    names = ["refresh", "noindex", "noindex-header", "nofollow"]
    g.page(f"{MAIN}/meta/", "Meta", [f"{MAIN}/meta/{name}" for name in names])
    return "/meta/"


def encoded(g):
    """Packed whether it was asked for or not, under each name that has long been in use."""
    compress = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}
    for name, pack in compress.items():
        url = g.page(f"{MAIN}/encoded/{name}", f"Packed by {name}", [f"{MAIN}/encoded/{name}/next"])
        plain_answer = g.nodes[url].answer
        g.nodes[url].answer = plain_answer._replace(headers=[*plain_answer.headers, ("Content-Encoding", name)], body=pack(plain_answer.body))
        g.page(f"{MAIN}/encoded/{name}/next", f"After {name}")
    g.page(f"{MAIN}/encoded/", "Encoded", [f"{MAIN}/encoded/{name}" for name in compress])
    return "/encoded/"


def sitemaps(g):
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    url_set = lambda urls: f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {xmlns}>{"".join(f"<url><loc>{u}</loc></url>" for u in urls)}</urlset>'.encode()
    first = [g.page(f"{MAIN}/map-only/{n}", f"Only in the sitemap {n}") for n in (1, 2, 3)]
    second = [g.page(f"{MAIN}/map-only/{n}", f"Only in the packed sitemap {n}") for n in (4, 5)]
    g.in_sitemap = first + second + [f"{MAIN}/plain/2", f"{MAIN}/private/from-map", f"{MAIN}/archive/2001", f"{AWAY}/more"]
    g.file(f"{MAIN}/maps/one.xml", "application/xml", url_set(first + g.in_sitemap[5:]))
    g.file(f"{MAIN}/maps/two.xml.gz", "application/gzip", gzip.compress(url_set(second)))
    index = "".join(f"<sitemap><loc>{MAIN}/maps/{name}</loc></sitemap>" for name in ("one.xml", "two.xml.gz"))
    g.file(f"{MAIN}/maps/index.xml", "application/xml", f'<?xml version="1.0"?>\n<sitemapindex {xmlns}>{index}</sitemapindex>'.encode())
