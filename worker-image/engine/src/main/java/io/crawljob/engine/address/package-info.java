/**
 * Where a crawl may connect to: refuses whatever leads into the cluster, the machine or a cloud's metadata. Uses {@code url} and OkHttp's {@code Dns}.
 */
@NullMarked
package io.crawljob.engine.address;

import org.jspecify.annotations.NullMarked;
