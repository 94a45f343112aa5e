package io.crawljob.cli.cluster;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code crawl events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        header = "Writes a CrawlJob's events, one JSON object a line.")
public final class EventsCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    WayOptions way;

    @Parameters(paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    private final JsonOutput out;

    public EventsCommand(FileOutputStream out) {
        this.out = new JsonOutput(out);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        way.read(name, this::copy);
        return 0;
    }

    private void copy(ReadApi api) throws IOException, InterruptedException {
        var after = "0";
        for (var page = api.events(after); !page.isEmpty(); page = api.events(after)) {
            out.write(page);
            after = page.getLast().id();
        }
    }
}
