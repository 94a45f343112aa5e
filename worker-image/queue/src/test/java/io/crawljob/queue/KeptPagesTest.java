package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptPagesTest {

    private static final RedisServerProcess REDIS = RedisServerProcess.start();
    private final RedisQueue queue = RedisQueue.connect(REDIS.settings());

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aPageIsKeptForItsNamespaceAlone() {
        var shared = queue.shared();

        shared.storePage("one", 7, "text", Duration.ofMinutes(1));

        assertThat(shared.page("one", 7)).contains("text");
        assertThat(shared.page("two", 7)).isEmpty();
        assertThat(shared.page("one", 8)).isEmpty();
    }

    @Test
    void theOldestGoWhenAllOfThemAreTooLarge() {
        var shared = queue.shared();
        var megabyte = "x".repeat(1 << 20);
        var fit = (int) (SharedState.MOST_PAGE_BYTES >> 20);

        for (var page = 0; page < fit + 3; page++) shared.storePage("full", page, megabyte, Duration.ofMinutes(1));
        // The same page again takes no more room.
        for (var i = 0; i < 10; i++) shared.storePage("full", fit, megabyte, Duration.ofMinutes(1));

        var kept = java.util.stream.IntStream.range(0, fit + 3)
                .filter(page -> shared.page("full", page).isPresent());
        assertThat(kept.count()).isEqualTo(fit);
        assertThat(shared.page("full", fit + 2)).isPresent();
    }
}
