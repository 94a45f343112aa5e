package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The parts that not every job asks for.
 *
 * @param article the main text, a paragraph a line; null if there is none, or it was not asked for
 * @param product null likewise
 * @param fields by name; empty if none were asked for
 */
public record Extracted(@Nullable String article, @Nullable ObjectNode product, ObjectNode fields) {

    static final Extracted NOTHING = new Extracted(null, null, JsonNodeFactory.instance.objectNode());
}
