/**
 * The object store against S3Proxy, a real server, and against a raw socket for the answers that S3Proxy cannot be made
 * to give.
 */
@NullMarked
package dev.causality.adapters.s3;

import org.jspecify.annotations.NullMarked;
