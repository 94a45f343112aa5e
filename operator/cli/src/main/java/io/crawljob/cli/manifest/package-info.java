/**
 * Manifests as files: reads the documents of one, and judges them by the same schemas as the API server does.
 *
 * <p>Owns where a problem stands: each is told with its file, line, resource and field. What a valid spec means is the mapper's business, in
 * {@code operator/decisions}.
 */
@NullMarked
package io.crawljob.cli.manifest;

import org.jspecify.annotations.NullMarked;
