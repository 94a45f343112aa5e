package io.crawljob.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @Test
    void answersInOrderALineEach() throws IOException {
        assertThat(answers("{\"n\":1}\n\n{\"n\":2}\r\n{\"n\":3}"))
                .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    @Test
    void answersABadLineOnItsLineAndGoesOn() throws IOException {
        var answers = answers("nonsense\n[1]\n{\"n\":1} {\"n\":2}\n{\"a\":1,\"a\":2}\n{\"n\":4}\n");

        assertThat(answers).hasSize(5);
        assertThat(answers.subList(0, 4)).allMatch(answer -> answer.startsWith("{\"error\":\""));
        assertThat(answers.get(1)).isEqualTo("{\"error\":\"the line is not a JSON object\"}");
        assertThat(answers.getLast()).isEqualTo("{\"n\":4}");
    }

    @Test
    void answersBeforeTheNextQuestionIsAsked() throws IOException {
        var out = new ByteArrayOutputStream();
        var answeredByThen = new ArrayList<Integer>();
        var in = new SequenceInputStream(
                new ByteArrayInputStream("{\"n\":1}\n".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() {
                        answeredByThen.add(out.size());
                        return -1;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        return read();
                    }
                });

        JsonLines.answer(in, out, ObjectNode::deepCopy);

        assertThat(answeredByThen.getFirst()).isEqualTo("{\"n\":1}\n".length());
    }

    private static List<String> answers(String questions) throws IOException {
        var out = new ByteArrayOutputStream();
        JsonLines.answer(
                new ByteArrayInputStream(questions.getBytes(StandardCharsets.UTF_8)), out, ObjectNode::deepCopy);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
