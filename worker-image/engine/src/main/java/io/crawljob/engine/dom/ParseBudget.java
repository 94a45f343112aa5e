package io.crawljob.engine.dom;

import java.util.concurrent.Semaphore;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Parses pages so that all trees of a process together have a bounded size: two of the largest that are allowed, or any number of small ones. Further pages
 * wait. Thread-safe; one for a process.
 */
public final class ParseBudget {

    /** Elements and attributes of one tree, some 200 bytes each; what comes after is left out. */
    static final int MOST = 200_000;

    private static final int LARGEST_AT_ONCE = 2;
    /** Of elements; what is nested deeper is kept, but becomes a sibling. Browsers stop at 512 too. */
    private static final int DEEPEST = 512;

    private final Semaphore units = new Semaphore(LARGEST_AT_ONCE * MOST, true);

    /**
     * A page as a tree. To be closed when nobody looks at it any more.
     *
     * @param cut whether it was larger than any may be, and only its beginning was read
     */
    public record Tree(Document document, boolean cut, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** Waits for its turn, also when it is interrupted. */
    public Tree parse(String text, boolean xml) {
        var most = Growth.most(text, xml);
        var taken = (int) Math.min(most, MOST);
        units.acquireUninterruptibly(taken);
        try {
            var parser = (xml ? Parser.xmlParser() : Parser.htmlParser()).setMaxDepth(DEEPEST);
            Runnable end = () -> units.release(taken);
            return most <= MOST ? new Tree(parser.parseInput(text, ""), false, end) : counted(parser, text, end);
        } catch (RuntimeException | Error e) {
            units.release(taken);
            throw e;
        }
    }

    private static Tree counted(Parser parser, String text, Runnable end) {
        try (var stream = new StreamParser(parser).parse(text, "")) {
            var weight = 0;
            var elements = stream.iterator();
            while (weight < MOST && elements.hasNext()) weight += weight(elements.next());
            return new Tree(stream.document(), weight >= MOST, end);
        }
    }

    private static int weight(Element element) {
        return 1 + element.attributesSize();
    }
}
