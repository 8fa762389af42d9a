from tests import markup

PAGE = "<!doctype html>\n<html lang='en'><head><title>A page</title></head>\n<body>{}</body></html>"


def test_checker_names_page_line_and_fault(tmp_path):
    pages = {"good": PAGE.format("<p>One.</p>"), "bad": PAGE.format("<ul><p>Two.</p></ul>")}
    [finding] = markup.errors(pages, tmp_path)
    assert finding.startswith("bad: line 3: Element “p” not allowed as child of")
