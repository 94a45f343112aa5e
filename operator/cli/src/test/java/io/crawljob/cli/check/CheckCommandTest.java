package io.crawljob.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.cli.CliProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crawl check …} as a process. What is true of URLs, pages and robots.txt is the engine's to test. */
class CheckCommandTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhatAUrlIs() {
        var answers = ask("url", """
                {"base":"http://a.example/x/","url":"../b c#d"}
                {"url":"HTTP://A.Example:80"}
                {"url":"http://exa mple/"}
                {"base":"not a url","url":"/a"}
                {}
                nonsense
                """);

        assertThat(answers).hasSize(6);
        assertThat(answers.getFirst())
                .isEqualTo("{\"parsed\":\"http://a.example/b%20c#d\",\"url\":\"http://a.example/b%20c\"}");
        assertThat(answers.get(1)).isEqualTo("{\"parsed\":\"http://a.example/\",\"url\":\"http://a.example/\"}");
        assertThat(answers.subList(2, 6)).allMatch(answer -> answer.startsWith("{\"error\":"));
    }

    @Test
    void tellsWhatRobotsTxtAllows() {
        var answers = ask("robots", """
                {"agent":"Bot/1.0","robots":"User-agent: bot\\nDisallow: /p\\nCrawl-delay: 2\\n","url":"http://a.example/p/x"}
                {"agent":"Bot/1.0","robotsBase64":"VXNlci1hZ2VudDogKgpEaXNhbGxvdzogLwo=","url":"http://a.example/"}
                {"agent":"Bot/1.0","robots":"","url":"http://a.example/"}
                {"agent":"Bot/1.0","robotsBase64":"!","url":"http://a.example/"}
                """);

        assertThat(answers.getFirst()).isEqualTo("{\"allowed\":false,\"crawlDelaySeconds\":2}");
        assertThat(answers.get(1)).startsWith("{\"allowed\":false");
        assertThat(answers.get(2)).startsWith("{\"allowed\":true");
        assertThat(answers.get(3)).startsWith("{\"error\":");
    }

    @Test
    void tellsWhatAPageSays() {
        var answers = ask("extract", """
                {"url":"http://a.example/","contentType":"text/html","body":"<html lang=de><title>Grüße</title><a href=/x>y</a><script>'<a href=/z>'</script>"}
                {"url":"http://a.example/","contentType":"text/html; charset=iso-8859-1","bodyBase64":"PHRpdGxlPkv2bG48L3RpdGxlPg=="}
                """);

        assertThat(answers.getFirst())
                .contains("\"title\":\"Grüße\"", "\"language\":\"de\"", "http://a.example/x")
                .doesNotContain("/z");
        assertThat(answers.getLast()).contains("\"title\":\"Köln\"");
    }

    @Test
    void tellsWhichAddressMayBeAsked() {
        var answers = ask("address", """
                {"address":"93.184.215.14"}
                {"address":"127.0.0.1"}
                {"address":"::ffff:10.0.0.1"}
                {"url":"http://metadata.google.internal/"}
                {"url":"http://example.org:22/"}
                {"url":"https://example.org/"}
                """);

        assertThat(answers.getFirst()).startsWith("{\"allowed\":true");
        assertThat(answers.subList(1, 5)).allMatch(answer -> answer.startsWith("{\"allowed\":false,\"reason\":"));
        assertThat(answers.getLast()).startsWith("{\"allowed\":true");
    }

    private List<String> ask(String what, String questions) {
        var answered = CliProcess.run(folder, questions, "check", what);
        assertThat(answered.exit()).as(answered.err()).isZero();
        return answered.out().lines().toList();
    }
}
