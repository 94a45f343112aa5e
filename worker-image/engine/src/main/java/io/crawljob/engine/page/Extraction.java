package io.crawljob.engine.page;

import io.crawljob.engine.field.FieldRule;
import java.util.List;

/**
 * Which parts of a page its record is to have, besides title and language.
 *
 * @param metadata what the page says of itself for machines
 * @param article the main text
 * @param links with their texts
 * @param fields what the job's author picks; empty for none
 */
public record Extraction(boolean metadata, boolean article, boolean product, boolean links, List<FieldRule> fields) {

    public Extraction {
        fields = List.copyOf(fields);
    }

    /** Microdata, RDFa and JSON-LD are read for either of them. */
    boolean needsItems() {
        return metadata || product;
    }
}
