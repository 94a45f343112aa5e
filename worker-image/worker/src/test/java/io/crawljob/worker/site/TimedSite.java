package io.crawljob.worker.site;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One of the {@link TimedSites}, and its log. All times are of the nanosecond clock. */
public final class TimedSite {

    /**
     * @param headers each with its line end
     * @param after how long it takes
     */
    public record Reply(int status, String headers, String body, Duration after) {

        /** A page with links. */
        public static Reply page(Duration after, String... links) {
            var body = new StringBuilder("<html><body>");
            for (var link : links) body.append("<a href=\"%s\">%s</a> ".formatted(link, link));
            return new Reply(
                    200,
                    "Content-Type: text/html\r\n",
                    body.append("</body></html>").toString(),
                    after);
        }

        public static Reply status(int status, String... headers) {
            var all = new StringBuilder();
            for (var header : headers) all.append(header).append("\r\n");
            return new Reply(status, all.toString(), "", Duration.ZERO);
        }
    }

    public interface Pages {
        /** @param number of the site's requests with this one; robots.txt is not counted, and not asked here */
        Reply answer(String path, int number);
    }

    /**
     * A request, which came after {@code earliest} and not after {@code latest}.
     *
     * @param open how many requests of the site were unanswered then, with this one
     */
    public record Arrival(String path, long earliest, long latest, int open) {}

    /**
     * An answer, of which nothing was sent before {@code at}.
     *
     * @param arrivals how many requests had come by then
     */
    public record Answered(Reply reply, long at, int arrivals) {}

    final Pages pages;
    final ServerSocketChannel listener;
    private final String host;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<Answered> answers = new CopyOnWriteArrayList<>();
    /** Of the serving thread alone, as {@code number}. */
    private int open;

    private int number;

    TimedSite(String host, Pages pages, ServerSocketChannel listener) {
        this.host = host;
        this.pages = pages;
        this.listener = listener;
    }

    Reply arrived(String path, long earliest, long latest) {
        open++;
        arrivals.add(new Arrival(path, earliest, latest, open));
        return path.equals("/robots.txt") ? Reply.status(404) : pages.answer(path, ++number);
    }

    void answered(Reply reply, long at) {
        open--;
        answers.add(new Answered(reply, at, arrivals.size()));
    }

    /** Whoever asked is gone. */
    void givenUp() {
        open--;
    }

    public String lane() {
        return "host:%s:%d".formatted(host, listener.socket().getLocalPort());
    }

    public String host() {
        return host;
    }

    public String url(String path) {
        return "http://%s:%d%s".formatted(host, listener.socket().getLocalPort(), path);
    }

    public List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    public List<Answered> answers() {
        return List.copyOf(answers);
    }
}
