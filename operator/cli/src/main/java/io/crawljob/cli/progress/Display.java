package io.crawljob.cli.progress;

import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.PrintWriter;
import java.time.Clock;

/** Shows how a crawl goes. Not thread-safe. */
public sealed interface Display permits LiveDisplay, LineDisplay {

    /** The job with its present status; may be called as often as one likes. */
    void show(CrawlJob job);

    /** A line that stays. */
    void say(String line);

    /** What was redrawn is gone, and the cursor stands at the start of a line. */
    void end();

    /** Redrawn on a terminal that can, lines elsewhere. */
    static Display on(PrintWriter out, Clock clock) {
        var terminal = Terminal.find();
        return terminal.isPresent() ? new LiveDisplay(out, terminal.get(), clock) : new LineDisplay(out, clock);
    }
}
