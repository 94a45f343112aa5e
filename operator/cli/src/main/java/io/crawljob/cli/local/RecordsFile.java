package io.crawljob.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * The records of one run as a file of JSON lines, each URL once.
 *
 * <p>A record is taken out of the result store only after it is on the disk, so a kill between the two delivers it again: what the file held when it was
 * opened is therefore known by URL and left out. Within one process nothing is delivered twice, so that set does not grow. A line that a kill tore is cut
 * off at opening; its record is still in the store.
 *
 * <p>Not thread-safe.
 */
final class RecordsFile implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BLOCK = 64 * 1024;

    private final FileChannel channel;
    private final KnownUrls heldAtOpening;
    private long count;

    private RecordsFile(FileChannel channel, KnownUrls heldAtOpening) {
        this.channel = channel;
        this.heldAtOpening = heldAtOpening;
        this.count = heldAtOpening.size();
    }

    static RecordsFile open(Path path) throws IOException {
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.truncate(endOfLastWholeLine(channel));
            channel.position(channel.size());
            return new RecordsFile(channel, urlsIn(path));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Adds what is not there yet, and returns when it is on the disk. */
    void append(Collection<String> records) {
        var text = new StringBuilder();
        var added = 0;
        for (var json : records) {
            if (heldAtOpening.size() > 0 && heldAtOpening.contains(urlOf(json))) continue;
            text.append(json).append('\n');
            added++;
        }
        if (added == 0) return;
        try {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write records: " + e.getMessage(), e);
        }
        count += added;
    }

    /** Lines in the file. */
    long count() {
        return count;
    }

    long bytes() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long endOfLastWholeLine(FileChannel channel) throws IOException {
        var end = channel.size();
        while (end > 0) {
            var start = Math.max(0, end - BLOCK);
            var block = ByteBuffer.allocate((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // read fills the block step by step
            }
            for (var at = block.position() - 1; at >= 0; at--) {
                if (block.get(at) == '\n') return start + at + 1;
            }
            end = start;
        }
        return 0;
    }

    private static KnownUrls urlsIn(Path path) throws IOException {
        var urls = new KnownUrls.Builder();
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    urls.add(urlOf(line));
                } catch (UncheckedIOException e) {
                    throw new IOException(
                            "%s, line %d is not a record; move the file away to start anew"
                                    .formatted(path, urls.size() + 1),
                            e);
                }
            }
        }
        return urls.build();
    }

    private static String urlOf(String record) {
        try {
            return JSON.readTree(record).path("url").asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not a record: " + record, e);
        }
    }
}
