/**
 * HTTP/1.1 in both directions, and what S3 makes of it. Bodies are passed over in pieces, whatever frames them; one that is
 * sent in the AWS SDK's own chunks can be unwrapped.
 */
@NullMarked
package dev.causality.faults.proxy.protocol.http;

import org.jspecify.annotations.NullMarked;
