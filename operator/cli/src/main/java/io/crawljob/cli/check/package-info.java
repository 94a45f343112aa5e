/**
 * The questions that are answered offline, a JSON object a line in and one a line out: what robots.txt allows, what a URL is, what a page says, whether an
 * address may be asked.
 *
 * <p>Owns the shapes of questions and answers; what is true is the engine's business.
 */
@NullMarked
package io.crawljob.cli.check;

import org.jspecify.annotations.NullMarked;
