package io.crawljob.worker.header;

import io.crawljob.engine.fetch.RequestHeader;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.settings.WorkerSettings.Secrets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds the values of a job's headers, and its cookies. Thread-safe. */
public final class HeaderBook {

    private final Secrets offered;
    private final SecretFiles files;
    private final CookieBook cookies;

    public HeaderBook(Secrets offered, Clock clock) {
        this.offered = offered;
        this.files = new SecretFiles(offered);
        this.cookies = new CookieBook(clock);
    }

    public sealed interface Found {
        record All(JobHeaders headers) implements Found {}

        /** Without it no request of the job is to be made: a page that is shown to those who log in would be fetched without. */
        record Missing(String why) implements Found {}
    }

    public Found find(JobPlan job) {
        var wanted = job.plan().fetch().headers();
        var kept = cookies.of(job.plan()).orElse(null);
        if (wanted.isEmpty()) return new Found.All(new JobHeaders(Set.of(), List.of(), kept));
        var all = new ArrayList<JobHeaders.Given>();
        for (var header : wanted) {
            var secret = header.secret();
            if (secret == null) {
                var value = Objects.requireNonNullElse(header.value(), "");
                all.add(new JobHeaders.Given(new RequestHeader(header.name(), value), List.of()));
                continue;
            }
            switch (files.read(secret)) {
                case SecretFiles.Read.Missing(var why) -> {
                    return new Found.Missing(why);
                }
                case SecretFiles.Read.Value(var text) ->
                    all.add(new JobHeaders.Given(
                            new RequestHeader(header.name(), text),
                            offered.hosts().getOrDefault(secret.name(), List.of("-"))));
            }
        }
        return new Found.All(new JobHeaders(job.origins(), all, kept));
    }
}
