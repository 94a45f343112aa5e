package io.crawljob.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-22 | '' | 2026-11-22",
                "2026-11-22T10:30:00Z | '' | 2026-11-22T10:30:00Z",
                "2026-11-22T10:30:00+01:00 | '' | 2026-11-22T10:30:00+01:00",
                "2026-11-22T10:30:00+0100 | '' | 2026-11-22T10:30:00+01:00",
                "2026-11-22T10:30 | '' | 2026-11-22T10:30:00",
                "2026-11-22 10:30:15 | '' | 2026-11-22T10:30:15",
                "'Sun, 22 Nov 2026 10:30:00 GMT' | '' | 2026-11-22T10:30:00Z",
                "1795343400 | '' | 2026-11-22T10:30:00Z",
                "22 November 2026 | en | 2026-11-22",
                "'November 22, 2026' | en | 2026-11-22",
                "'Nov 22, 2026' | '' | 2026-11-22",
                "'Sunday, November 22nd, 2026' | en-US | 2026-11-22",
                "22. November 2026 | de | 2026-11-22",
                "22.11.2026 | de | 2026-11-22",
                "22 novembre 2026 | fr | 2026-11-22",
                "22 de noviembre de 2026 | es | 2026-11-22",
                "11/22/2026 | en-US | 2026-11-22",
                "3/4/2026 | en-US | 2026-03-04",
                "3/4/2026 | en-GB | 2026-04-03",
                "22/11/2026 | en | 2026-11-22",
                "2026/11/22 | '' | 2026-11-22",
                "2026年11月22日 | ja | 2026-11-22",
                "'Nov 22, 2026 5:30 PM' | en | 2026-11-22T17:30:00",
            })
    void readsWhatPeopleAndMachinesWrite(String text, String language, String date) {
        assertThat(Dates.read(text, language)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "31.02.2026", "2026-13-01", "12345", "yesterday at 5"})
    void whatIsNoDateIsNone(String text) {
        assertThat(Dates.read(text, "en")).isEmpty();
    }
}
