/**
 * The headers that a job adds to its requests, and the cookies that it keeps.
 *
 * <p>Owns where each of them may go: a value of the plan to the origins of the job's seeds, one of a Secret to the hosts that the queue offers it for, and
 * neither anywhere else, also not after a redirect. Reads Secrets from the files that the kubelet makes of them; keeps none of it anywhere else. Cookies are a crawl's own, and lie in memory alone.
 */
@NullMarked
package io.crawljob.worker.header;

import org.jspecify.annotations.NullMarked;
