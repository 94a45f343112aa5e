/**
 * One page from its item to its record.
 *
 * <p>Owns the order of the questions (scope, robots, gate, redirects), what each answer makes of the item, which links are followed, and the record's form.
 * Pure but for {@link io.crawljob.worker.page.PageWork}, which asks the others.
 */
@NullMarked
package io.crawljob.worker.page;

import org.jspecify.annotations.NullMarked;
