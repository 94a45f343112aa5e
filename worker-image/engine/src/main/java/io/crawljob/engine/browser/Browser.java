package io.crawljob.engine.browser;

import io.crawljob.engine.fetch.FailureClass;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders pages, each in a profile of its own that knows nothing of the others. The browser starts with the first page, and is replaced when it is old, has
 * rendered many, has ended, or does not answer; pages that were in one which ended fail, and can be tried again. Thread-safe.
 */
public final class Browser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);

    private static final String NO_ANSWER = "it does not answer";

    private final BrowserSettings settings;
    private final InstantSource clock;
    private final Semaphore places;
    /** Guards what follows. Held while a browser starts: nobody could render before. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Life> lives = new HashSet<>();
    private @Nullable Life current;
    private boolean closed;

    /** One browser from its start to its end. */
    private static final class Life {
        final Chromium chromium;
        int begun;
        int open;
        boolean lost;

        Life(Chromium chromium) {
            this.chromium = chromium;
        }
    }

    public Browser(BrowserSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.places = new Semaphore(settings.pagesAtOnce(), true);
    }

    /**
     * Waits for a place, and for the page. Takes no longer than its timeout from when it has its place, and some seconds more only if the browser has to be
     * started, or hangs. Throws what the network throws.
     */
    public RenderOutcome render(RenderRequest request, Network network) throws InterruptedException {
        places.acquire();
        try {
            var life = enter();
            var lost = false;
            try (var rendering = new Rendering(life.chromium.tools(), request, network)) {
                var outcome = rendering.run();
                lost = !rendering.dispose();
                return lost && outcome instanceof RenderOutcome.Failed ? failed(NO_ANSWER) : outcome;
            } catch (BrowserException e) {
                lost = e.isLost();
                return failed(e.getMessage());
            } finally {
                leave(life, lost);
            }
        } catch (BrowserException e) {
            return failed(e.getMessage());
        } finally {
            places.release();
        }
    }

    private static RenderOutcome failed(@Nullable String what) {
        return RenderOutcome.Failed.of(FailureClass.BROWSER, "the browser failed: " + what);
    }

    private Life enter() throws BrowserException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) throw BrowserException.lost("it was closed");
            var life = current;
            if (life == null || !isFit(life)) {
                current = null;
                if (life != null) endIfUnused(life);
                life = new Life(Chromium.start(settings, clock.instant()));
                lives.add(life);
                current = life;
            }
            life.begun++;
            life.open++;
            return life;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFit(Life life) {
        return !life.lost
                && life.chromium.isAlive()
                && life.begun < settings.pagesEach()
                && clock.instant().isBefore(life.chromium.begun().plus(settings.oldest()));
    }

    private void leave(Life life, boolean lost) {
        lock.lock();
        try {
            life.lost |= lost;
            life.open--;
            if (life != current || !isFit(life)) endIfUnused(life);
        } finally {
            lock.unlock();
        }
    }

    /** One that is lost ends at once: whoever is still in it waits for nothing. */
    private void endIfUnused(Life life) {
        if (life.open > 0 && !life.lost) return;
        if (life == current) current = null;
        if (!lives.remove(life)) return;
        LOG.info("the browser of process {} ends after {} pages", life.chromium.pid(), life.begun);
        life.chromium.close();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            current = null;
            lives.forEach(life -> life.chromium.close());
            lives.clear();
        } finally {
            lock.unlock();
        }
    }
}
