package io.crawljob.engine.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReaderTest {

    private static final String PAGE = """
            <div class=price data-raw="12.5">  1.299,00
              € </div><time datetime="2026-11-22T10:00:00Z">Sunday</time><i>22. November 2026</i>
            <a class=next href="../b?x=1">next</a><a href="mailto:x@example.org" class=mail>m</a>
            <ul><li>one</li><li> two </li><li></li></ul><input class=ok checked><input class=no><b class=stock>Yes</b>""";

    private final List<String> warnings = new ArrayList<>();

    @Test
    void readsEachTypeInItsNormalForm() {
        assertThat(read("price", ".price", null, FieldType.NUMBER).decimalValue())
                .isEqualByComparingTo("1299");
        assertThat(read("price", ".price", "data-raw", FieldType.NUMBER).decimalValue())
                .isEqualByComparingTo("12.5");
        assertThat(read("price", ".price", null, FieldType.STRING).textValue()).isEqualTo("1.299,00 €");
        assertThat(read("at", "time", "datetime", FieldType.DATE).textValue()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(read("at", "i", null, FieldType.DATE).textValue()).isEqualTo("2026-11-22");
        assertThat(read("next", ".next", "href", FieldType.URL).textValue()).isEqualTo("https://example.org/b?x=1");
        assertThat(read("stock", ".stock", null, FieldType.BOOLEAN).booleanValue())
                .isTrue();
        assertThat(read("ok", ".ok", "checked", FieldType.BOOLEAN).booleanValue())
                .isTrue();
        assertThat(read("ok", ".no", "checked", FieldType.BOOLEAN).booleanValue())
                .isFalse();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aListHasEveryValueThatIsThere() {
        var fields = readAll(new FieldRule("items", FieldRule.selector("li"), null, FieldType.STRING, true, false));

        assertThat(fields).hasToString("{\"items\":[\"one\",\"two\"]}");
    }

    @Test
    void aMissingRequiredFieldIsToldByItsName() {
        var fields = readAll(new FieldRule("sku", FieldRule.selector(".sku"), null, FieldType.STRING, false, true));

        assertThat(fields).isEmpty();
        assertThat(warnings).containsExactly("extract.fields: sku is required, and the page has no value for it");
    }

    @Test
    void aMissingFieldThatNobodyRequiresIsLeftOut() {
        assertThat(readAll(new FieldRule("sku", FieldRule.selector(".sku"), null, FieldType.STRING, false, false)))
                .isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatIsNotOfItsTypeIsToldAndLeftOut() {
        readAll(new FieldRule("mail", FieldRule.selector(".mail"), "href", FieldType.URL, false, true));

        assertThat(warnings)
                .containsExactly(
                        "extract.fields: mail is no Url: mailto:x@example.org",
                        "extract.fields: mail is required, and the page has no value for it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "div[", ":nope", "a >"})
    void aSelectorThatIsNoneIsTold(String css) {
        assertThat(FieldRule.problem(css)).isPresent();
    }

    @Test
    void aSelectorsExpressionCannotRunAway() {
        var document = Jsoup.parse("<p>" + "a".repeat(50_000) + "!</p>");
        var rule = new FieldRule("x", FieldRule.selector("p:matches((a+)+$)"), null, FieldType.STRING, false, false);

        assertThat(FieldReader.read(document, List.of(rule), base(), "", warnings))
                .isEmpty();
    }

    private com.fasterxml.jackson.databind.JsonNode read(
            String name, String css, @Nullable String attribute, FieldType type) {
        return readAll(new FieldRule(name, FieldRule.selector(css), attribute, type, false, true))
                .get(name);
    }

    private ObjectNode readAll(FieldRule rule) {
        return FieldReader.read(Jsoup.parse(PAGE), List.of(rule), base(), "de", warnings);
    }

    private static CanonicalUrl base() {
        return CanonicalUrl.parse("https://example.org/a/c").orElseThrow();
    }
}
