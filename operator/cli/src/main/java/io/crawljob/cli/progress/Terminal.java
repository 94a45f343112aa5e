package io.crawljob.cli.progress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** @param columns of its width */
record Terminal(int columns) {

    private static final int USUAL_COLUMNS = 80;
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

    /** Empty when nobody watches, or the terminal cannot redraw. */
    @SuppressWarnings("SystemConsoleNull") // it is @Nullable all the same
    static Optional<Terminal> find() {
        var console = System.console();
        var kind = Optional.ofNullable(System.getenv("TERM")).orElse("dumb");
        if (console == null || !console.isTerminal() || kind.equals("dumb")) return Optional.empty();
        return Optional.of(new Terminal(columnsOf(new File("/dev/tty"))));
    }

    private static int columnsOf(File device) {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(device).start();
            var size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return size.matches() && Integer.parseInt(size.group(1)) > 0
                    ? Integer.parseInt(size.group(1))
                    : USUAL_COLUMNS;
        } catch (IOException e) {
            // A system without stty: a line that is cut is still right.
            return USUAL_COLUMNS;
        }
    }
}
