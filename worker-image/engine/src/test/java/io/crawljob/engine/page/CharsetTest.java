package io.crawljob.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.dom.ParseBudget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetTest {

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16BE_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16LE_MARK = {(byte) 0xFF, (byte) 0xFE};

    private final PageReader reader = new PageReader("CrawlJob", Bodies.METADATA_AND_LINKS, new ParseBudget());

    @ParameterizedTest
    @CsvSource({
        "utf-8,UTF-8", "UTF8,UTF-8", "'\"utf-8\"',UTF-8", "iso-8859-1,windows-1252", "latin1,windows-1252",
                "windows-1251,windows-1251", "koi8-r,KOI8-R",
        "shift_jis,windows-31j", "euc-jp,EUC-JP", "iso-2022-jp,ISO-2022-JP", "gb2312,GB18030", "gbk,GB18030",
                "big5,Big5-HKSCS", "euc-kr,x-windows-949",
        "iso-8859-2,ISO-8859-2", "iso-8859-15,ISO-8859-15", "utf-16le,UTF-16LE", "utf-16,UTF-16LE",
                "windows-1250,windows-1250",
    })
    void readsWhatTheHeaderNames(String label, String charset) {
        var title = sample(charset);

        assertThat(title(label, ("<title>" + title + "</title>").getBytes(Charset.forName(charset))))
                .isEqualTo(title);
    }

    /** Text that the charset can write and that looks different in others. */
    private static String sample(String charset) {
        return switch (charset) {
            case "windows-1251", "KOI8-R" -> "Привет, мир";
            case "windows-31j", "EUC-JP", "ISO-2022-JP" -> "日本語のページ";
            case "GB18030" -> "中文网页";
            case "Big5-HKSCS" -> "中文網頁";
            case "x-windows-949" -> "한국어 문서";
            case "ISO-8859-2", "windows-1250" -> "Žluťoučký kůň";
            default -> "Café déjà vu";
        };
    }

    @Test
    void aByteOrderMarkBeatsTheHeader() {
        assertThat(title("iso-8859-1", with(UTF_8_MARK, "<title>é</title>".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("é");
        assertThat(title("utf-8", with(UTF_16BE_MARK, "<title>é</title>".getBytes(StandardCharsets.UTF_16BE))))
                .isEqualTo("é");
        assertThat(title("utf-8", with(UTF_16LE_MARK, "<title>é</title>".getBytes(StandardCharsets.UTF_16LE))))
                .isEqualTo("é");
    }

    @Test
    void theHeaderBeatsTheMetaTag() {
        assertThat(title(
                        "windows-1252",
                        "<meta charset=utf-8><title>é</title>".getBytes(Charset.forName("windows-1252"))))
                .isEqualTo("é");
    }

    @Test
    void aHeaderThatNobodyKnowsLeavesItToTheMetaTag() {
        assertThat(title(
                        "klingon",
                        "<meta charset=windows-1251><title>мир</title>".getBytes(Charset.forName("windows-1251"))))
                .isEqualTo("мир");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "<meta charset=windows-1251>",
                "<META CHARSET = 'windows-1251' >",
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">",
                "<!-- <meta charset=utf-8> --><meta charset=windows-1251>",
                "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
            })
    void readsWhatAMetaTagNames(String meta) {
        assertThat(title("", (meta + "<title>Привет</title>").getBytes(Charset.forName("windows-1251"))))
                .isEqualTo("Привет");
    }

    @Test
    void aMetaTagBeyondTheFirst1024BytesIsNotLookedFor() {
        var html = "<!--" + "x".repeat(1_100) + "--><meta charset=windows-1251><title>é</title>";

        assertThat(title("", html.getBytes(StandardCharsets.UTF_8))).isEqualTo("é");
    }

    @Test
    void aMetaTagThatCanBeReadIsNotInUtf16() {
        assertThat(title("", "<meta charset=utf-16><title>é</title>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("é");
    }

    @Test
    void looksAtTheBytesWhenNothingIsNamed() {
        var russian = "Съешь же ещё этих мягких французских булок, да выпей чаю. ".repeat(20);
        var japanese = "いろはにほへと ちりぬるを わかよたれそ つねならむ。".repeat(20);

        assertThat(title("", ("<title>" + russian.strip() + "</title>").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(russian.strip());
        assertThat(title("", ("<title>" + russian.strip() + "</title>").getBytes(Charset.forName("windows-1251"))))
                .isEqualTo(russian.strip());
        assertThat(title("", ("<title>" + japanese + "</title>").getBytes(Charset.forName("EUC-JP"))))
                .isEqualTo(japanese);
        assertThat(title("", ("<title>" + japanese + "</title>").getBytes(Charset.forName("windows-31j"))))
                .isEqualTo(japanese);
        assertThat(title("", "<title>Café</title>".getBytes(Charset.forName("windows-1252"))))
                .isEqualTo("Café");
    }

    @Test
    void utf16WithoutAMarkIsSeenByItsZeros() {
        var html = "<html><head><title>é→x</title></head><body><a href=/x>x</a></body></html>";

        for (var charset : new Charset[] {StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
            var page = reader.read(Bodies.of("text/html", html.getBytes(charset)));

            assertThat(page.title()).isEqualTo("é→x");
            assertThat(page.links()).hasSize(1);
        }
    }

    @Test
    void writesQueriesInThePagesCharset() {
        var page = reader.read(Bodies.of(
                "text/html; charset=windows-1251", "<a href='/я?q=я'>x</a>".getBytes(Charset.forName("windows-1251"))));

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/%D1%8F?q=%FF");
    }

    private String title(String charset, byte[] bytes) {
        var header = charset.isEmpty() ? "text/html" : "text/html; charset=" + charset;
        return String.valueOf(reader.read(Bodies.of(header, bytes)).title());
    }

    private static byte[] with(byte[] mark, byte[] text) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(mark);
        out.writeBytes(text);
        return out.toByteArray();
    }
}
