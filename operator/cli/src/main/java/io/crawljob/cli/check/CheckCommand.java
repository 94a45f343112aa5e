package io.crawljob.cli.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.check.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;

/** {@code crawl check …}. */
@Command(
        name = "check",
        header = "Answers questions offline: a JSON object a line in, one a line out, in order.",
        description = "A line that cannot be answered is answered with {\"error\": \"...\"}.")
public final class CheckCommand {

    private final InputStream in;
    private final OutputStream out;
    private final Checks checks = new Checks();

    public CheckCommand(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Command(
            name = "robots",
            header = "Whether a robots.txt lets an agent fetch a URL.",
            description = {
                "In:  {\"agent\", \"robots\" or \"robotsBase64\", \"url\"}",
                "Out: {\"allowed\", \"crawlDelaySeconds\"}"
            })
    int robots() throws IOException {
        return answer(checks::robots);
    }

    @Command(
            name = "url",
            header = "What a URL is, by the WHATWG standard and in the canonical form by which pages are told apart.",
            description = {"In:  {\"base\", \"url\"}", "Out: {\"parsed\", \"url\"}"})
    int url() throws IOException {
        return answer(checks::url);
    }

    @Command(
            name = "extract",
            header = "What a page says: the parts of its record, all extractors on.",
            description = {
                "In:  {\"url\", \"contentType\", \"body\" or \"bodyBase64\"}",
                "Out: {\"title\", \"language\", \"metadata\", \"links\", ...}"
            })
    int extract() throws IOException {
        return answer(checks::extract);
    }

    @Command(
            name = "address",
            header = "Whether a crawl may connect to an address. A name is judged as a name, without resolving it.",
            description = {"In:  {\"url\"} or {\"address\"}", "Out: {\"allowed\", \"reason\"}"})
    int address() throws IOException {
        return answer(checks::address);
    }

    private int answer(UnaryOperator<ObjectNode> answerer) throws IOException {
        JsonLines.answer(in, out, answerer);
        return 0;
    }
}
