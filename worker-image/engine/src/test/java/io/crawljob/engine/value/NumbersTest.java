package io.crawljob.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | '' | 12",
                "12.50 | '' | 12.5",
                "'$1,299.00' | en | 1299",
                "'1.299,00 €' | de | 1299",
                "'1.299,00 €' | '' | 1299",
                "'1 299,95 zł' | pl | 1299.95",
                "'1\u00a0299,95' | fr | 1299.95",
                "'1\u202f299' | fr | 1299",
                "CHF 1'299.50 | de-CH | 1299.5",
                "'₹1,00,000.00' | en-IN | 100000",
                "'1,299' | en | 1299",
                "'1,299' | de | 1.299",
                "1.299 | de | 1299",
                "1.299 | en | 1.299",
                "1.299 | '' | 1.299",
                "'12,5' | '' | 12.5",
                "'0,125' | en | 0.125",
                "1.234.567 | '' | 1234567",
                "'1,234,567' | '' | 1234567",
                "-5 °C | '' | -5",
                "−5 | '' | -5",
                ".99 | '' | 0.99",
                "1e3 | '' | 1000",
                "'from 19.99 to 29.99' | en | 19.99",
                "'Price: USD 20.00.' | en | 20",
                "١٢٫٥ | ar | 12.5",
                "'12,- €' | de | 12",
            })
    void readsWhatPeopleWrite(String text, String language, String number) {
        assertThat(Numbers.read(text, language).orElseThrow().toPlainString()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "-", ".", "B2B", "$"})
    void findsNoneWhereThereIsNone(String text) {
        assertThat(Numbers.read(text, "en")).isEmpty();
    }

    @Test
    void aNumberWithoutEndIsReadInBoundedTime() {
        assertThat(Numbers.read("9".repeat(5_000), "en").orElseThrow().precision())
                .isLessThan(60);
        assertThat(Numbers.read("1,".repeat(50_000), "en")).isPresent();
    }
}
