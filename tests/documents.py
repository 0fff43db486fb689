"""PDF and DOCX files for the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zlib import compress

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_PARTS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}'
    "</Relationships>"
)
_PART = (
    '<Relationship Id="{name}" Target="{name}.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{name}"/>'
)
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _SPACES.items())
_HEADING_STYLE = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator></cp:coreProperties>"
)

FONT = "STSong-Light"


def pdf(pages: Sequence[Sequence[str]], font: str = "STSong-Light", **properties: str) -> bytes:
    """Build a PDF of pages of paragraphs; several pages have a header and a page number."""
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle(
        "text", fontName=font, fontSize=12, leading=18, wordWrap="CJK", firstLineIndent=24
    )
    heading = ParagraphStyle("heading", fontName=font, fontSize=18, leading=24)
    flow: list[object] = []
    for number, paragraphs in enumerate(pages):
        flow += [PageBreak()] if number else []
        flow += [Paragraph(text, style if len(text) > 12 else heading) for text in paragraphs]

    def margins(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(font, 9)
        canvas.drawString(72, 800, "某某研究报告")
        canvas.drawString(290, 30, f"- {document.page} -")

    file = BytesIO()
    printed = {"onFirstPage": margins, "onLaterPages": margins} if len(pages) > 1 else {}
    SimpleDocTemplate(file, invariant=1, **properties).build(flow, **printed)
    return file.getvalue()


def drawn_pdf(*pages: Callable[[Canvas], None], **properties: str) -> bytes:
    """Build a PDF of pages that are drawn one by one, in STSong-Light of 12 points."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.setTitle(properties.get("title", ""))
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def write(canvas: Canvas, place: tuple[float, float], *lines: str, size: float = 12) -> None:
    """Draw lines one below the other, with a leading of one and a half."""
    x, y = place
    canvas.setFont(FONT, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - 1.5 * size * number, line)


def encoded_pdf(shown: Sequence[tuple[int, int, bytes]], encoding: str, ordering: str) -> bytes:
    """Build a PDF whose font has a predefined encoding and is not embedded.

    Each text is shown from a point on, in bytes of that encoding.
    """
    drawn = "".join(f"1 0 0 1 {x} {y} Tm <{text.hex()}> Tj " for x, y, text in shown)
    content = f"BT /F 12 Tf {drawn}ET"
    base = "STSong-Light" if ordering == "GB1" else "MSung-Light"
    system = f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>/DW 1000"
    box = "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80"
    page = "/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 7 0 R"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{page}>>",
        f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/{encoding}/DescendantFonts[5 0 R]>>",
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{base}{system}/FontDescriptor 6 0 R>>",
        f"<</Type/FontDescriptor/FontName/{base}/Flags 6{box}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )
    return _numbered(objects)


def _numbered(objects: Sequence[str]) -> bytes:
    """Return a PDF of objects, the first of which is its catalog."""
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    ).encode("latin-1")


def packed_pdf(operators: bytes) -> bytes:
    """Build a PDF from the operators that draw its page, packed as tightly as can be."""
    packed = compress(operators, 9).decode("latin-1")
    fonts = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return _numbered(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{fonts}>>",
            f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n{packed}\nendstream",
        ]
    )


def locked_pdf(text: str) -> bytes:
    """Build a PDF that needs a password."""
    file = BytesIO()
    canvas = Canvas(file, encrypt="secret")
    canvas.drawString(100, 700, text)
    canvas.save()
    return file.getvalue()


def picture_pdf() -> bytes:
    """Build a PDF without text, as scanning gives."""
    file = BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 200, 200, fill=1)
    canvas.save()
    return file.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return the XML of a paragraph; "H1" is the style of headings."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return the XML of a table."""
    cells = ("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def ordered(*levels: str, number: str = "1", settings: str = "") -> str:
    """Return the XML of a list, given the XML in each of its levels."""
    written = "".join(f'<w:lvl w:ilvl="{at}">{level}</w:lvl>' for at, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{written}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{settings}</w:num>'
    )


def level(form: str, text: str, rest: str = "") -> str:
    """Return the XML in a level of a list."""
    return f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{rest}'


def item(text: str, at: int = 0, number: str = "1") -> str:
    """Return the XML of a paragraph of a list."""
    place = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def docx(*body: str, title: str = "", author: str = "", **parts: str) -> bytes:
    """Build a DOCX from the XML of its body.

    Further parts are the XML in `styles`, `numbering`, `footnotes` and `endnotes`.
    """
    parts["styles"] = _HEADING_STYLE + parts.get("styles", "")
    links = "".join(_PART.format(name=name) for name in parts)
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS,
        "word/_rels/document.xml.rels": _PARTS.format(links=links),
        "word/document.xml": (
            f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
        ),
        "docProps/core.xml": _CORE.format(title=title, author=author),
    }
    for name, text in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{text}</w:{name}>"
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Build an archive of texts, or of bytes."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, str]:
    """Return the texts in an archive."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
