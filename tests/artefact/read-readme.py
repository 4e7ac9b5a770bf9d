#!/usr/bin/env python3
"""Reads the README of a release with Python's parser of HTML: everything that README.md says is there,
its links and pictures lead somewhere, its elements are closed.

Usage: read-readme.py README.md FOLDER
"""
import html.parser
import pathlib
import re
import sys

VOID = {"meta", "img", "br", "hr", "link", "input"}
problems = []


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.names, self.links, self.images, self.text = [], set(), [], [], []
        self.rows = self.headings = self.blocks = 0

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        self.names |= {said[name] for name in ("id", "name") if name in said and tag != "meta"}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "img":
            self.images.append(said)
        self.rows += tag == "tr"
        self.headings += bool(re.fullmatch("h[1-6]", tag))
        self.blocks += tag == "pre"

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            problems.append(f"</{tag}> at {self.getpos()} closes nothing")

    def handle_data(self, data):
        if not {"style", "title"} & set(self.open):
            self.text.append(data)


def words(text):
    return re.findall(r"\w+", text)


def main():
    source, folder = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), pathlib.Path(sys.argv[2])
    raw = (folder / "README.html").read_bytes()
    page = Page()
    page.feed(raw.decode("utf-8"))
    page.close()
    if page.open:
        problems.append(f"not closed: {page.open}")
    if b'charset="utf-8"' not in raw[:300]:
        problems.append("it does not say that it is UTF-8")
    for link in page.links:
        if link.startswith("#") and link[1:] not in page.names:
            problems.append(f"the link {link} leads nowhere")
        elif not re.match("#|https?:", link) and not (folder / link).is_file():
            problems.append(f"the link {link} leads to no file of the release")
    for image in page.images:
        page.text.append(" " + image.get("alt", ""))
        if not (folder / image["src"]).is_file() or not image.get("alt"):
            problems.append(f"picture {image}")
    outside = re.sub(r"(?ms)^```.*?^```$", "", source)
    wanted = {"headings": len(re.findall(r"(?m)^#+ ", outside)), "blocks": source.count("\n```") // 2,
              "rows": len(re.findall(r"(?m)^\|", outside)) - len(re.findall(r"(?m)^\|(?:-+\|)+$", outside))}
    for name, count in wanted.items():
        if getattr(page, name) != count:
            problems.append(f"{getattr(page, name)} {name}, README.md has {count}")
    # Word by word, but for what leads to pictures and sections, and the marks that became characters.
    said = re.sub(r"(?m)^```\w*$", "", re.sub(r"\]\([^)]*\)", "", source))
    missing = set(words(said)) - set(words("".join(page.text)))
    if missing:
        problems.append(f"words that are missing: {sorted(missing)[:20]}")
    for problem in problems:
        print(f"README.html: {problem}", file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())
