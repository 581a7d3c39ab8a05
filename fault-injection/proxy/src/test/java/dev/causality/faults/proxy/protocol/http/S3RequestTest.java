package dev.causality.faults.proxy.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.protocol.http.HttpHead.Header;
import dev.causality.faults.proxy.protocol.http.S3Request.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3RequestTest {

    @ParameterizedTest
    @CsvSource({
        "PUT,/b/k,PUT_OBJECT",
        "PUT,/b/k?x-id=PutObject,PUT_OBJECT",
        "PUT,/b/k?X-Amz-Signature=ab&X-Amz-Security-Token=,PUT_OBJECT",
        "PUT,/b/k?partNumber=1&uploadId=u,UPLOAD_PART",
        "PUT,/b/k?tagging,OTHER",
        "PUT,/b,OTHER",
        "GET,/b/k,GET_OBJECT",
        "GET,/b/k?acl=,OTHER",
        "GET,/b?list-type=2&prefix=a%2F,LIST_OBJECTS",
        "GET,/b?versioning,OTHER",
        "GET,/,OTHER",
        "HEAD,/b/k,HEAD_OBJECT",
        "HEAD,/b,OTHER",
        "DELETE,/b/k,DELETE_OBJECT",
        "DELETE,/b/k?uploadId=u,ABORT_UPLOAD",
        "POST,/b/k?uploads,CREATE_UPLOAD",
        "POST,/b/k?uploadId=u,COMPLETE_UPLOAD",
        "POST,/b?delete,OTHER",
        "PUT,*,OTHER",
    })
    void the_operation_is_told_by_method_and_query(String method, String target, Operation operation) {
        assertThat(request(method, target).operation()).isEqualTo(operation);
    }

    @Test
    void bucket_and_key_are_decoded_and_a_plus_is_a_plus() {
        S3Request request = request("PUT", "/my-bucket/events/app_id%3Dshop/a+b%20c%C3%A9.parquet?x-id=PutObject");
        assertThat(request.bucket()).isEqualTo("my-bucket");
        assertThat(request.key()).isEqualTo("events/app_id=shop/a+b cé.parquet");
        assertThat(request("PUT", "/b/100%zz").key()).isEqualTo("100%zz");
    }

    @Test
    void conditions_metadata_and_copies_are_in_the_headers() {
        S3Request request = request(
                "PUT",
                "/b/k",
                new Header("if-none-match", "*"),
                new Header("x-amz-meta-intent", "i-1"),
                new Header("content-type", "x"));
        assertThat(request.createOnly()).isTrue();
        assertThat(request.metadata()).isEqualTo(Map.of("intent", "i-1"));
        assertThat(request("PUT", "/b/k", new Header("x-amz-copy-source", "b/o"))
                        .operation())
                .isEqualTo(Operation.COPY_OBJECT);
        assertThat(request("PUT", "/b/k", new Header("if-none-match", "\"etag\""))
                        .createOnly())
                .isFalse();
    }

    private static S3Request request(String method, String target, Header... headers) {
        return S3Request.of(new HttpHead(method, target, 0, 1, List.of(headers)));
    }
}
