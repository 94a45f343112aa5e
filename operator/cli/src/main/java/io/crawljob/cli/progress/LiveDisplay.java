package io.crawljob.cli.progress;

import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A bar, the numbers and the hosts that are waited for, redrawn in place. No line is wider than the terminal, so that their number is known. */
final class LiveDisplay implements Display {

    private static final int HOSTS = 5;
    private static final int WIDEST_BAR = 30;
    private static final String ESC = "\u001b[";

    private final PrintWriter out;
    private final Terminal terminal;
    private final Clock clock;
    private int drawn;

    LiveDisplay(PrintWriter out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void show(CrawlJob job) {
        var progress = Wording.progress(job);
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s  %s"
                .formatted(job.getMetadata().getName(), Wording.phase(job), bar(Wording.percent(progress))));
        lines.add("  " + Wording.numbers(progress, clock.instant()));
        Wording.waits(job, HOSTS).forEach(wait -> lines.add("  " + wait));
        erase();
        lines.forEach(line -> out.println(cut(line)));
        drawn = lines.size();
        out.flush();
    }

    @Override
    public void say(String line) {
        erase();
        out.println(line);
        out.flush();
    }

    @Override
    public void end() {
        erase();
        out.flush();
    }

    /** Up by what was drawn, and everything below is cleared. */
    private void erase() {
        if (drawn > 0) out.print(ESC + drawn + "A");
        out.print("\r" + ESC + "J");
        drawn = 0;
    }

    private String bar(int percent) {
        var width = Math.clamp(terminal.columns() / 3, 5, WIDEST_BAR);
        var full = width * percent / 100;
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "] " + percent + "%";
    }

    private String cut(String line) {
        return line.length() < terminal.columns() ? line : line.substring(0, Math.max(0, terminal.columns() - 1));
    }
}
