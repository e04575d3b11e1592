"""Components carry the right roles, labels and words, and refuse what does not exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from motcua.kernel import clock
from motcua.ui.labels import DUE, STATUS
from motcua.ui.links import chips_for, url_with
from motcua.ui.types import Bar, Chip, Crumb, Point, ProgressStep, Tab, TimelineEntry, Tone

NOW = datetime(2026, 8, 28, 8, 30, tzinfo=UTC)


def show(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


class PersonForm(forms.Form):
    name = forms.CharField(help_text="As on the card")
    phone = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    scan = forms.FileField()
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = show("{% field form.name %}", form=PersonForm({}))
    assert '<label class="label" for="id_name">' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_keeps_what_was_typed():
    assert 'value="Trần &lt;b&gt;"' in show(
        "{% field f.name %}", f=PersonForm({"name": "Trần <b>"})
    )


def test_an_optional_field_says_so_and_a_required_one_does_not():
    with override("en"):
        assert "(optional)" in show("{% field f.phone %}", f=PersonForm())
        assert "(optional)" not in show("{% field f.name %}", f=PersonForm())


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = show("{% field f.kind %}", f=PersonForm())
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2


def test_a_checkbox_stands_before_its_words():
    html = show("{% field f.agree %}", f=PersonForm())
    assert html.index('type="checkbox"') < html.index("Agree")


def test_a_field_takes_autocomplete_and_refuses_an_unknown_width():
    assert 'autocomplete="name"' in show('{% field f.name autocomplete="name" %}', f=PersonForm())
    with pytest.raises(ValueError, match="width"):
        show('{% field f.name width="huge" %}', f=PersonForm())


def test_all_fields_include_the_hidden_ones():
    html = show("{% fields f %}", f=PersonForm())
    assert 'type="hidden" name="secret"' in html
    assert 'for="id_phone"' in html


def test_the_error_summary_links_to_each_field_and_to_the_first_choice():
    with override("en"):
        html = show("{% error_summary f %}", f=PersonForm({"phone": "1"}))
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("name", "Hãy nhập “Name”."),
        ("kind", "Hãy chọn “Kind”."),
        ("agree", "Hãy đánh dấu vào ô “Agree”."),
        ("scan", "Hãy chọn tệp cho mục “Scan”."),
        ("asked", "Hãy trả lời câu hỏi “Who has it?”."),
    ],
)
def test_what_was_not_given_is_asked_for_by_its_name_at_the_field_and_on_top(name, words):
    form = PersonForm({})
    form.fields["asked"] = forms.CharField(label="Who has it?")
    with override("vi"):
        assert f"</span>{words}</p>" in show("{% field f %}", f=form[name])
        assert f">{words}</a>" in show("{% error_summary f %}", f=form)


def test_a_number_out_of_bounds_is_told_in_our_own_words():
    class Numbers(forms.Form):
        few = forms.IntegerField(label="Few", min_value=0, max_value=9)
        own = forms.IntegerField(min_value=0, error_messages={"min_value": "Not so few."})

    form = Numbers({"few": "-3", "own": "-1"})
    with override("vi"):
        html = show("{% error_summary form %}{% field form.few %}", form=form)
        assert html.count("Nhập một số không nhỏ hơn 0.") == 2
        assert "Đảm bảo" not in html
        assert "Not so few." in html
        assert "không lớn hơn 9" in show("{% field form.few %}", form=Numbers({"few": "10"}))


def test_the_words_of_a_form_itself_go_before_and_stand_under_the_label():
    form = PersonForm({"name": "", "phone": "1"})
    form.fields["name"].error_messages["required"] = "Who is it?"
    assert ">Name: Who is it?</a>" in show("{% error_summary f %}", f=form)


def test_the_error_summary_is_silent_without_errors():
    assert show("{% error_summary f %}", f=PersonForm()).strip() == ""


def test_an_upload_tells_its_limit():
    with override("vi"):
        html = show("{% upload f.scan %}", f=PersonForm())
    assert "tối đa 20\xa0MB" in html
    assert 'data-limit="20000000"' in html


@pytest.mark.parametrize("code", STATUS)
def test_every_national_status_has_icon_word_and_tone(code):
    html = show("{% status_badge code %}", code=code)
    assert "<use href=" in html
    assert str(STATUS[code].word) in html
    assert f"tone-{STATUS[code].tone.value}" in html


def test_a_status_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        show("{% status_badge 11 %}")


@pytest.mark.parametrize("tone", list(Tone))
def test_every_due_state_has_icon_and_word(tone):
    html = show("{% due_badge state %}", state=tone.value)
    assert "<use href=" in html
    assert str(DUE[tone].word) in html


def test_the_due_badge_tells_the_time_left_and_the_exact_time_to_readers():
    with clock.clock_set(NOW), override("vi"):
        html = show("{% due_badge 'due_soon' due %}", due=NOW + timedelta(hours=3))
    assert "còn 3 giờ" in html
    assert 'title="hạn thứ Sáu 28/8/2026, 18:30"' in html
    assert "visually-hidden" in html


def test_a_button_escapes_and_shows_its_key():
    html = show('{% button text "primary" shortcut="a" icon="check" %}', text="<Accept>")
    assert "&lt;Accept&gt;" in html
    assert 'data-shortcut="a"' in html
    assert "<kbd>a</kbd>" in html
    with pytest.raises(ValueError, match="kind"):
        show('{% button "x" "loud" %}')


def test_a_link_button_is_a_link():
    assert show('{% link_button "Go" url %}', url="/x/?a=1&b=2").startswith(
        '<a class="button button-secondary" href="/x/?a=1&amp;b=2"'
    )


def test_decorative_icons_are_hidden_and_meaningful_ones_are_named():
    assert 'aria-hidden="true"' in show('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in show('{% icon "check" "Done" %}')


def test_blocks_hold_their_content():
    html = show(
        '{% card title="T" href="/t/" %}inside{% endcard %}'
        '{% notice "warning" title="W" %}<p>care</p>{% endnotice %}'
        '{% empty_state "None" %}soon{% endempty_state %}'
        '{% details "Why" %}because{% enddetails %}'
        '{% data_list %}{% data_item "L" %}{{ v }}{% enddata_item %}{% enddata_list %}',
        v="<i>",
    )
    for part in ("inside", "<p>care</p>", "soon", "because", "<dt>L</dt><dd>&lt;i&gt;</dd>"):
        assert part in html


def test_an_error_notice_is_announced():
    assert 'role="alert"' in show('{% notice "error" %}x{% endnotice %}')


def test_an_empty_fact_shows_a_dash():
    assert "–" in show('{% data_list %}{% data_item "L" %}{% enddata_item %}{% enddata_list %}')


def test_a_confirmation_is_a_named_dialog():
    html = show('{% confirm "c" title="Sure?" action="Stop" kind="danger" %}x{% endconfirm %}')
    assert '<dialog class="dialog" id="c" aria-labelledby="c-title">' in html
    assert "data-confirm-yes" in html


def test_a_table_has_a_caption_and_can_be_scrolled_by_keyboard():
    html = show('{% table caption="Dossiers" %}<tbody></tbody>{% endtable %}')
    assert "Dossiers</caption>" in html
    assert 'role="region"' in html
    assert 'tabindex="0"' in html


def test_the_foot_of_a_list_links_to_the_next_page():
    with override("en"):
        html = show('{% next_page url="?after=9" first_url="" shown=25 %}')
    assert 'rel="next" href="?after=9"' in html
    assert "25 rows shown" in html
    assert "First page" not in html


def test_chips_are_links_that_change_one_part_of_the_address():
    request = RequestFactory().get("/w/?show=late&q=x&after=5")
    chips = chips_for(request, "show", [("late", "Late"), ("mine", "Mine")], counts={"mine": 3})
    assert [chip.url for chip in chips] == ["/w/?q=x", "/w/?q=x&show=mine"]
    assert chips[0].selected
    html = show('{% chips c "Show" %}', c=chips)
    assert 'aria-current="true"' in html
    assert 'class="count">3<' in html


def test_one_of_a_choice_is_said_to_be_chosen_and_a_filter_that_it_can_be_taken_away():
    source = '{% chips c "Show" %}'
    late = chips_for(RequestFactory().get("/w/?show=late"), "show", [("late", "Late")])
    whole = chips_for(RequestFactory().get("/w/"), "view", [("", "Mine"), ("all", "All")])
    with override("en"):
        assert ", press to remove</span>" in show(source, c=late)
        for choice in (whole, [Chip("This month", "/w/?period=month", selected=True)]):
            html = show(source, c=choice)
            assert 'aria-current="true"' in html
            assert html.count(", chosen</span>") == 1
            assert "press to remove" not in html
    with override("vi"):
        assert ", đang chọn</span>" in show(source, c=whole)


def test_a_changed_filter_starts_at_the_first_page_but_a_page_keeps_the_filter():
    request = RequestFactory().get("/w/?show=late&after=5")
    assert url_with(request, show=None) == "/w/"
    assert url_with(request, after=9) == "/w/?show=late&after=9"


def test_tabs_and_breadcrumbs_mark_the_present_page():
    assert 'aria-current="page"' in show("{% tabs t 'x' %}", t=[Tab("A", "/a/", current=True)])
    assert 'aria-current="page">B<' in show("{% breadcrumbs c %}", c=[Crumb("A", "/"), Crumb("B")])


def test_progress_is_told_in_words():
    steps = [ProgressStep("One", "done"), ProgressStep("Two", "now"), ProgressStep("Three")]
    with override("vi"):
        html = show("{% steps s %}", s=steps)
    assert "Bước 2 trên 3: Two" in html
    assert 'aria-current="step"' in html
    assert "(chưa đến)" in html


def test_a_timeline_gives_each_time_to_machines_too():
    entry = TimelineEntry(NOW, "Accepted", "Hạnh", tone=Tone.DONE, icon="check")
    with override("vi"):
        html = show("{% timeline e %}", e=[entry])
    assert "<time datetime=" in html
    assert "thứ Sáu 28/8/2026, 15:30" in html


def test_charts_have_their_figures_as_text():
    html = show("{% bars b 'By procedure' %}", b=[Bar("A", 1308, "/a/"), Bar("B", 0)])
    assert 'width="100.0%"' in html
    assert 'width="0.0%"' in html
    assert "By procedure</caption>" in html.replace(" </caption>", "</caption>")
    with override("vi"):
        html = show("{% trend p 'Per month' %}", p=[Point("7", 10.0), Point("8", 12.5)])
    assert 'role="img" aria-label="Per month: 10 vào 7, 12 vào 8"' in html
    assert "<table" in html
    assert 'cy="87,' not in html


def test_a_headline_keeps_figure_and_denominator_together():
    with override("vi"):
        html = show("{% headline 61200 'trên 61.918' href='/d/' %}")
    assert '<a href="/d/"><strong class="figure">61.200</strong>' in html


def test_a_qr_code_is_an_image_with_a_name_and_without_style():
    html = show("{% qr 'https://example.vn/t/1' label %}", label="Address <1>")
    assert html.startswith("<svg ")
    assert 'role="img"' in html
    assert "<title>Address &lt;1&gt;</title>" in html
    assert "style=" not in html


def test_filters_show_nothing_for_nothing():
    assert show("{{ v|money }}{{ v|instant }}{{ w|number }}", v=None, w="") == ""


def test_chip_text_is_escaped():
    assert "&lt;b&gt;" in show('{% chips c "l" %}', c=[Chip("<b>", "/")])


def test_an_undefined_variable_fails():
    with pytest.raises(AssertionError, match="undefined"):
        show("{{ nowhere.to_be_found }}")
