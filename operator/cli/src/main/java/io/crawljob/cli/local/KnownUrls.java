package io.crawljob.cli.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A set of URLs in 8 bytes each, so that a file of millions of records can be reopened: by 64 bits of a hash, as the queue itself tells URLs apart. */
final class KnownUrls {

    private final long[] sorted;

    private KnownUrls(long[] sorted) {
        this.sorted = sorted;
    }

    boolean contains(String url) {
        return Arrays.binarySearch(sorted, hash(url)) >= 0;
    }

    int size() {
        return sorted.length;
    }

    static final class Builder {

        private long[] hashes = new long[64];
        private int size;

        void add(String url) {
            if (size == hashes.length) hashes = Arrays.copyOf(hashes, size * 2);
            hashes[size++] = hash(url);
        }

        int size() {
            return size;
        }

        KnownUrls build() {
            var sorted = Arrays.copyOf(hashes, size);
            Arrays.sort(sorted);
            return new KnownUrls(sorted);
        }
    }

    private static long hash(String url) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
