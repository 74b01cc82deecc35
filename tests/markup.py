"""What a reader of our HTML gets to see, taken from it the way a browser would."""

from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "img", "input"}


class Markup(HTMLParser):
    """The elements of some HTML: for each its tag, its attributes and the text within it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        # The standard's first step: newlines are normalised before anything is parsed.
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in _VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self.elements[self._open[-1]][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.elements[number][2].append(data)

    def tags(self) -> set[str]:
        """The names of all elements."""
        return {tag for tag, _, _ in self.elements}

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements of a tag (``mark``) or a class (``.article-text``)."""
        return [
            "".join(data)
            for tag, attributes, data in self.elements
            if tag == selector or selector[1:] in (attributes.get("class") or "").split()
        ]

    def attributes(self, tag: str, name: str) -> list[str | None]:
        """One attribute of every element of a tag that has it."""
        return [found[name] for tag_, found, _ in self.elements if tag_ == tag and name in found]


def said(html: str) -> str:
    """All text of some HTML, white space made single."""
    return " ".join(Markup(f"<body>{html}</body>").texts("body")[0].split())


def preview(page: Markup) -> dict[str, str | None]:
    """What a page tells programs that show what is behind a link, by name."""
    told = [found for tag, found, _ in page.elements if tag == "meta" and "content" in found]
    return {
        str(found[kind]): found["content"]
        for found in told
        for kind in ("name", "property")
        if kind in found and found[kind] != "viewport"
    }
