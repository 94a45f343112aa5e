package io.crawljob.cli.cluster;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crawl results}. */
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        header = "Writes a CrawlJob's records, one JSON object a line.")
public final class ResultsCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    WayOptions way;

    @Parameters(paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    @Option(names = "--consume", description = "Take what was written out of the result store, which frees its place.")
    boolean consume;

    private final JsonOutput out;

    public ResultsCommand(FileOutputStream out) {
        this.out = new JsonOutput(out);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        way.read(name, this::copy);
        return 0;
    }

    private void copy(ReadApi api) throws IOException, InterruptedException {
        var after = "0";
        for (var page = api.results(after); !page.isEmpty(); page = api.results(after)) {
            out.write(page);
            after = page.getLast().id();
            if (consume) api.acknowledge(page.stream().map(ReadApi.Entry::id).toList());
        }
    }
}
