package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import org.junit.jupiter.api.Test;

class DeflateTest {

    private static final byte[] PAGE = "<title>Deflated</title>".repeat(100).getBytes(StandardCharsets.UTF_8);

    @Test
    void undoesDeflateWithAndWithoutTheHeaderOfZlib() throws IOException {
        assertThat(decoded(deflated(false))).isEqualTo(PAGE);
        assertThat(decoded(deflated(true))).isEqualTo(PAGE);
    }

    @Test
    void takesAnEmptyBodyAsItIs() throws IOException {
        assertThat(decoded(new byte[0])).isEmpty();
    }

    @Test
    void refusesWhatIsNoDeflate() {
        assertThatThrownBy(() -> decoded(PAGE)).isInstanceOf(IOException.class);
    }

    private static byte[] deflated(boolean bare) throws IOException {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
        return new DeflaterInputStream(new ByteArrayInputStream(PAGE), deflater).readAllBytes();
    }

    private static byte[] decoded(byte[] body) throws IOException {
        return Decoding.decode(new ByteArrayInputStream(body), "deflate").readAllBytes();
    }
}
