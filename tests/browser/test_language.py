"""The page in English and Arabic, in light and dark, larger and smaller: chosen by pointer or key, and remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Hold = Callable[[str], Callable[[], None]]

VIEWS = [
    "",
    "surah/2#2:255",
    "juz/30",
    "search?q=root:رحم",
    "search?q=rot:قول",
    "translations",
    "about",
    "build",
    "build/letters",
    "nowhere",
]


@pytest.fixture
def open_arabic(open_page: Open) -> Open:
    """Opens an address of the page in Arabic."""

    def open_one(path: str = "", **options: Any) -> Page:
        page = open_page(**options)
        page.evaluate("localStorage.setItem('kalima.language', 'ar')")
        return open_page(path, **options)

    return open_one


def display(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("Display|العرض"))


def test_arabic_is_chosen_by_pointer_and_english_by_key(open_page: Open) -> None:
    page = open_page("surah/112")
    page.get_by_role("button", name="Display").click()
    display(page).get_by_role("radio", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page).to_have_title("١١٢. الإخلاص · كلمة")
    expect(page.locator(".surah-heading-facts")).to_have_text("مكية · ٤ آيات · ترتيب نزولها ٢٢")
    brand, nav = (page.locator(each).bounding_box() for each in (".brand", ".page-nav"))
    assert brand and nav and brand["x"] > nav["x"]
    page.get_by_role("link", name="السورة التالية").first.click()
    expect(page).to_have_title("١١٣. الفلق · كلمة")
    page.reload()
    expect(page).to_have_title("١١٣. الفلق · كلمة")
    page.keyboard.press("d")
    display(page).get_by_role("radio", name="العربية").press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("113. Al-Falaq · Kalima")


def test_from_a_word_to_its_root_its_tree_and_a_search_in_arabic(open_arabic: Open) -> None:
    page = open_arabic("surah/112")
    page.locator('.word[data-ref="112:1:2"]').click()
    analysis = page.get_by_role("complementary")
    expect(analysis.get_by_role("heading", level=2)).to_contain_text("١١٢:١:٢")
    analysis.get_by_role("link", name="انظر شجرة الآية").press("Enter")
    expect(page.locator("main h1")).to_contain_text("شجرة")
    page.locator('.tree-node[data-position="1"]').focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tree-details strong")).to_have_text("فاعل")
    page.locator(".tree-details").get_by_role("link", name="ابحث عن هذه العلاقة", exact=True).click()
    expect(page.locator("main h1")).to_contain_text("مطابقة")
    page.get_by_role("link", name="الجذور", exact=True).click()
    page.get_by_role("navigation", name="الحرف الأول").get_by_role("link", name="ر، ٨٧").press("Enter")
    page.get_by_role("link", name="رحم", exact=True).click()
    expect(page).to_have_title("الجذر رحم · كلمة")


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("width", [1200, 360])
def test_no_view_says_english_by_itself(open_arabic: Open, console: list[str], path: str, width: int) -> None:
    """Latin letters stand only in what is said to be in another language, or is not of this page: names, queries."""
    page = open_arabic(path, width=width)
    page.locator("main a, main button").last.wait_for(state="attached")
    english = page.evaluate(
        """() => {
            const apart = ":not(:lang(ar)), [lang=ar-Latn], code, kbd, pre, bdi, input, .source, .translation-item, a[target], dd";
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const { data, parentElement } = walker.currentNode;
                if (/[a-z]{4}/i.test(data) && !parentElement.closest(apart)) found.push(data.trim());
            }
            return found;
        }"""
    )
    known = re.compile(
        r"Pickthall|JSON|XLSX|Markdown|HTML|root:|Enter|see |tanzil|surah\|ayah|baqarah|lemma|in:|Allah|mercy|BLAKE2b|Latn"
    )
    assert [said for said in english if not known.search(said)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    console.clear()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "آية واحدة"),
        (2, "آيتان"),
        (3, "٣ آيات"),
        (10, "١٠ آيات"),
        (11, "١١ آية"),
        (100, "١٠٠ آية"),
        (6236, "٦٬٢٣٦ آية"),
    ],
)
def test_arabic_counts_as_arabic_does(open_arabic: Open, number: int, said: str) -> None:
    ask = "number => import('/static/js/lib/strings.js').then(({ t }) => t.surahs.verses(number))"
    assert open_arabic("about").evaluate(ask, number) == said


def test_examples_of_queries_keep_their_braces(open_page: Open) -> None:
    said = open_page("about").evaluate(
        """async () => {
            const { messages, writer } = await import("/static/js/lib/messages.js");
            const units = { ordinal: { one: "#st", two: "#nd", few: "#rd", other: "#th" } };
            const table = { query: "[]{2}", says: "[]{0,3} in {0}", nth: ["{0:ordinal}"], typed: "“{0:digits}”⟦, {1}⟧" };
            const t = messages(table, units, writer("en", { isolates: false }));
            return [t.query, t.says(7), [1, 2, 3, 11, 22].map((each) => t.nth[0](each)), t.typed("00x", ""), t.typed(2, 3)];
        }"""
    )
    assert said == ["[]{2}", "[]{0,3} in 7", ["1st", "2nd", "3rd", "11th", "22nd"], "“00x”", "“2”, 3"]


def test_results_are_said_in_arabic(open_arabic: Open) -> None:
    page = open_arabic("search?q=root:رحم")
    expect(page.locator("main h1")).to_have_text("٣٣٩ مطابقة · ٣٣٩ كلمة · ٣١٣ آية")
    expect(page.locator(".hit-reference").first).to_contain_text("١:١")
    expect(page.locator(".reading p").first).to_have_attribute("lang", "ar")
    expect(page.locator(".meaning")).to_have_text("الجذر: رحم")


def test_what_parts_were_taken_to_mean_is_said_in_arabic(open_arabic: Open) -> None:
    page = open_arabic('search?q=[pos="verb"] -subject-> [lemma="الله"] in:juz1-2')
    meant = ["قسم الكلام: فعل", "العلاقة: فاعل", "المدخل المعجمي: ٱلله", "الموضع: الجزء ١ – الجزء ٢"]
    said = [re.sub("[\u064b-\u0652]", "", each) for each in page.locator(".meaning").all_text_contents()]
    assert said == meant
    assert page.locator(".meanings").evaluate(ENGLISH_OUTSIDE) == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ('[nounkind="place"]', ["نوع الاسم (بنك الأشجار): اسم مكان"]),
        ("tb_gender:F&rootclass:sound", ["الجنس (بنك الأشجار): مؤنث", "نوع الجذر (بنك الأشجار): سالم"]),
        ("differs:root&inferred:form", ["اختلاف المصدرين في: الجذر", "مستنتج: وزن الفعل"]),
        ("=ٱلرَّحْمَٰنِ", ["الرسم بحركاته: ٱلرَّحْمَٰنِ"]),
        ("prefix:w&prefix:CONJ", ["السوابق: و", "السوابق: حرف عطف"]),
        ("has:correction", ["ما لك: تصحيح"]),
    ],
)
def test_every_attribute_and_its_value_is_named_in_arabic(
    open_arabic: Open, query: str, meant: list[str]
) -> None:
    page = open_arabic(f"search?q={quote(query)}")
    expect(page.locator(".meaning")).to_have_text(meant)
    assert page.locator(".meanings").evaluate(ENGLISH_OUTSIDE) == []


def test_what_is_nowhere_in_ones_research_is_said_in_arabic(open_arabic: Open) -> None:
    page = open_arabic("search?q=has:correction")
    expect(page.locator(".meanings li")).to_have_text("ما لك: تصحيح(لا شيء لك كهذا)")


def test_numbers_by_what_only_the_treebank_has_are_headed_in_arabic(open_arabic: Open) -> None:
    page = open_arabic("numbers?view=frequency&q=root:قول&by=nounkind&and=prefix")
    heads = page.locator("table").first.get_by_role("columnheader")
    expect(heads.first).to_contain_text("نوع الاسم (بنك الأشجار)")
    expect(page.locator(".numbers-by option:checked")).to_have_text("نوع الاسم (بنك الأشجار)")
    assert page.locator("table").first.evaluate(ENGLISH_OUTSIDE) == []


def test_what_can_be_typed_next_is_named_in_arabic_alone(open_arabic: Open) -> None:
    page = open_arabic()
    page.get_by_role("combobox").first.press_sequentially("tb_")
    expect(page.locator(".offer-name").first).to_have_text(re.compile("بنك الأشجار"))
    assert page.locator(".offer-name:not(:lang(ar))").count() == 0


def test_the_places_of_a_root_are_named_in_arabic(open_arabic: Open) -> None:
    page = open_arabic("root/رحم")
    expect(page.get_by_role("rowheader", name="١. الفاتحة", exact=True)).to_be_visible()


def test_the_analysis_under_the_words_is_arabic(open_arabic: Open) -> None:
    page = open_arabic("1:1")
    page.keyboard.press("w")
    expect(page.locator(".gloss").first.locator(".gloss-part")).to_have_text(["حرف جر", "اسم مجرور"])


def test_the_browsers_language_is_taken_where_none_was_chosen(open_page: Open) -> None:
    page = open_page()
    session = page.context.new_cdp_session(page)
    agent = page.evaluate("navigator.userAgent")
    session.send("Emulation.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "fr,ar-EG,en"})
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    session.detach()


def test_keys_work_on_an_arabic_keyboard(open_arabic: Open) -> None:
    page = open_arabic("surah/112")
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ى", code: "KeyN", bubbles: true }))"""
    )
    expect(page).to_have_url(re.compile("/surah/113$"))
    page.evaluate(
        """document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "؟", code: "Slash", shiftKey: true, bubbles: true }))"""
    )
    expect(page.get_by_role("dialog", name="المفاتيح والأوامر")).to_be_visible()


@pytest.mark.parametrize(
    ("system", "chosen", "other"), [("light", "Dark", "dark"), ("dark", "Light", "light")]
)
def test_colours_are_chosen_and_remembered(open_page: Open, system: str, chosen: str, other: str) -> None:
    page = open_page(color_scheme=system)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_role("button", name="Display").click()
    display(page).get_by_role("radio", name=chosen).click()
    expect(page.locator("html")).to_have_css("color-scheme", other)
    after = page.evaluate(ground)
    assert before != after
    page.reload()
    expect(page.locator("main h1")).to_be_visible()
    assert page.evaluate(ground) == after
    page.keyboard.press("d")
    display(page).get_by_role("radio", name="As the system").press("Space")
    assert page.evaluate(ground) == before


def test_the_text_grows_and_stays_so(open_page: Open) -> None:
    page = open_page("surah/112")
    height = "parseFloat(getComputedStyle(document.querySelector('.verse-arabic')).fontSize)"
    usual = page.evaluate(height)
    page.keyboard.press("d")
    display(page).get_by_role("radio", name="100%").press("ArrowRight")
    display(page).get_by_role("radio", name="115%").press("ArrowRight")
    page.keyboard.press("Escape")
    larger = page.evaluate(height)
    assert larger > 1.2 * usual
    page.reload()
    expect(page.locator(".verse-arabic").first).to_be_visible()
    assert page.evaluate(height) == larger


def test_the_sheet_of_keys_by_key_and_by_pointer(open_page: Open) -> None:
    page = open_page("about")
    sheet = page.get_by_role("dialog", name="Keys and commands")
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Keys and commands").click()
    sheet.get_by_role("button", name="juz 30").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_label("A surah, verse, juz or page, or a command")).to_have_value("juz 30")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/juz/30$"))


def test_enter_is_not_lost_while_the_surahs_are_on_their_way(open_page: Open, hold: Hold) -> None:
    page = open_page("about")
    release = hold("**/api/v1/surahs")
    page.keyboard.press("g")
    page.keyboard.type("juz 30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Loading…")).to_be_visible()
    release()
    expect(page).to_have_url(re.compile("/juz/30$"))


ENGLISH_OUTSIDE = """(box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (/[a-z]/i.test(data) && !parentElement.closest("bdi, code, .error-query")) found.push(data);
    }
    return found;
}"""


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("search?q=rot:قول", "لا يوجد حقل اسمه «rot».", "هل تقصد root؟"),
        ("search?q=pos:زفت", "قسم الكلام: لا وجود لـ«زفت».", "القيم المعروفة: N (اسم)، PN (اسم علم)، "),
        ("search?q=mercy", "«mercy» ليست كلمة عربية.", "للبحث في الترجمة: en:mercy. اكتبها بحروف عربية"),
        ("search?q=in:2:300", "ليس في السورة ٢ آية ٣٠٠: الأرقام من ١ إلى ٢٨٦.", "اختر من ١ إلى ٢٨٦."),
        ("2:300", "لا توجد الآية ٢:٣٠٠: عدد آيات السورة ٢ هو ٢٨٦.", "اختر من ٢:١ إلى ٢:٢٨٦."),
        ("root/كتا", "الجذر: لا وجود لـ«كتا».", "هل تقصد وكا أو كلا أو كفت؟"),
        ("numbers?q=in:2", "يجد البحث آيات، لا كلمات تُعدّ.", "أضف [] لكل كلمة فيها: [] in:2"),
    ],
)
def test_errors_are_said_in_arabic(
    open_arabic: Open, console: list[str], path: str, message: str, hint: str
) -> None:
    """What was typed stays as it was, set apart."""
    box = open_arabic(path).locator(".error-box")
    said = [
        re.sub("[\u2066-\u2069]", "", each.text_content() or "")
        for each in (box.locator(".error-message"), box.locator(".error-hint"))
    ]
    assert [said[0], said[1][: len(hint)]] == [message, hint]
    assert box.locator("p[lang=en], p[dir=ltr]:not(.error-query)").count() == 0
    assert box.evaluate(ENGLISH_OUTSIDE) == []
    console.clear()
