/**
 * The same words on a cluster: submits and changes CrawlJobs, tells how they stand, and fetches their records and events from the operator's read API.
 *
 * <p>Owns the ways to the API server and through it to the operator. A change is one field of the spec, as a person would write it: what follows from it is
 * the operator's business.
 */
@NullMarked
package io.crawljob.cli.cluster;

import org.jspecify.annotations.NullMarked;
