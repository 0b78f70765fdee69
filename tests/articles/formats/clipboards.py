"""What Word and Docs put on the clipboard as HTML, written after the shape that they give it."""


def of_word(inside: str) -> str:
    """As Word on a desk writes it: its own namespaces, conditional comments, styles of every kind."""
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">'
        '<link rel=File-List href="file:///C:/temp/clip_filelist.xml"><!--[if gte mso 9]><xml><o:OfficeDocumentSettings>'
        "<o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} "
        "@list l0:level1 {mso-level-number-format:bullet;} --></style></head>"
        f"<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->{inside}<!--EndFragment--></body></html>"
    )


def item_of_word(text: str, marker: str, level: int = 1, name: str = "l0") -> str:
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:{36 * level}.0pt;mso-add-space:auto;text-indent:-18.0pt;"
        f"mso-list:{name} level{level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:"
        f"Symbol'><span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; "
        f"</span></span></span><![endif]>{text}<o:p></o:p></p>\n\n"
    )


def of_docs(inside: str) -> str:
    """As Google Docs writes it: all in one <b> that is not bold, every look a style of a span."""
    return (
        '<meta charset=\'utf-8\'><meta charset="utf-8"><b style="font-weight:normal;" '
        f'id="docs-internal-guid-3f1c2a7e-7fff-1f9d-52a4-0b0e3c1d2e4f">{inside}</b><br class="Apple-interchange-newline">'
    )


def span_of_docs(text: str, *, weight: int = 400, slant: str = "normal", level: str = "baseline") -> str:
    size = "0.6em" if level != "baseline" else "11pt"
    return (
        f'<span style="font-size:{size};font-family:Arial,sans-serif;color:#000000;background-color:transparent;'
        f"font-weight:{weight};font-style:{slant};font-variant:normal;text-decoration:none;vertical-align:{level};"
        f'white-space:pre;white-space:pre-wrap;">{text}</span>'
    )


def item_of_docs(text: str, level: int = 1, kind: str = "disc") -> str:
    return (
        f'<li dir="ltr" style="list-style-type:{kind};font-size:11pt;vertical-align:baseline;" aria-level="{level}">'
        f'<p dir="ltr" style="line-height:1.38;margin-top:0pt;" role="presentation">{span_of_docs(text)}</p></li>'
    )
