package io.crawljob.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.operator.Given;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTest {

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(Clip.text("äöü", 6)).isEqualTo("äöü");
        assertThat(Clip.text("", 3)).isEmpty();
        assertThat(Clip.orNull(null, 3)).isNull();
    }

    @Test
    void whatIsCutEndsInAnEllipsis() {
        assertThat(Clip.text("abcdefgh", 6)).isEqualTo("abc…");
    }

    @Test
    void aCharacterIsNeverCutInTwo() {
        assertThat(Clip.text("a😀😀", 8)).isEqualTo("a😀…");
    }

    @Test
    void controlCharactersAndHalvesOfPairsBecomeSpaces() {
        assertThat(Clip.text("a\nb\u0000c\u0085d\ud800e", 60)).isEqualTo("a b c d e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\\", "\u0000", "ä", "€", "😀", "\ud800"})
    void noTextIsLongerAsJsonThanItsLimit(String part) {
        var clipped = Clip.text(part.repeat(2_000), 512);

        var json = Given.json(clipped).getBytes(StandardCharsets.UTF_8);

        // Two quotes belong to JSON, not to the text.
        assertThat(json).hasSizeLessThanOrEqualTo(512 + 2);
    }
}
