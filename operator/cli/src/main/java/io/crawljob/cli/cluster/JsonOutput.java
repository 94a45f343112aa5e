package io.crawljob.cli.cluster;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON lines on standard output. */
final class JsonOutput {

    private final FileOutputStream out;

    JsonOutput(FileOutputStream out) {
        this.out = out;
    }

    /** Returns when it is as safe as it can be: on the disk, where that is where the output goes. */
    void write(List<ReadApi.Entry> entries) throws IOException {
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.json()).append('\n'));
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            out.getFD().sync();
        } catch (SyncFailedException e) {
            // A pipe or a terminal: whoever reads it has it.
            return;
        }
    }
}
