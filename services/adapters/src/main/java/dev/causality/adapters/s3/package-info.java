/**
 * The object store over S3's HTTP interface, by the AWS SDK. One call is one request: nothing is retried here, since
 * only the caller knows whether trying again is safe. Each failure is judged by one question, whether it proves that
 * nothing was written; what proves nothing is unknown. {@link dev.causality.adapters.s3.S3Stores} opens a store, and
 * {@link dev.causality.adapters.s3.S3Store#check} says at start, by the name of the setting, what is wrong with it.
 */
@NullMarked
package dev.causality.adapters.s3;

import org.jspecify.annotations.NullMarked;
