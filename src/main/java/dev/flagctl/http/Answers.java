// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/** Makes an answer of a response: its body to the end, never a web page, never more than allowed. */
final class Answers {

    /** How much of a body is looked at to tell whether it is a web page. */
    private static final int BEGIN = 64;

    private final Failures failures;
    private final long most;

    /** @param most how many bytes of a body are read */
    Answers(Failures failures, long most) {
        this.failures = failures;
        this.most = most;
    }

    /** Makes something of a response that is a success. */
    interface Reading<T> {
        T read(Response response) throws IOException;
    }

    /** Returns the whole response. */
    HttpAnswer whole(Response response) throws IOException {
        String body = text(response);
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        return new HttpAnswer(response.code(), headers, body);
    }

    /** Returns what a reader makes of the body. */
    <T> T streamed(Response response, BodyReader<T> reader) throws IOException {
        return reader.read(new LimitedBody(response.body().byteStream(), most));
    }

    <T> Attempt<T> read(HttpRequest request, Response response, Reading<T> reading) throws IOException {
        int status = response.code();
        try {
            boolean page = isPage(response);
            if (!response.isSuccessful() && !request.accepted().contains(status)) {
                String body = text(response);
                return Attempt.failed(failures.ofStatus(request, status, RetryAfter.of(response), page ? "" : body));
            }
            if (page) {
                return Attempt.failed(failures.of(
                        Failure.GARBLED,
                        "it answered " + status
                                + " with a web page instead of data; check the address, and whether a proxy or a"
                                + " log-in page stands before it"));
            }
            return Attempt.answered(reading.read(response));
        } catch (EOFException | ProtocolException e) {
            return Attempt.failed(failures.ofTruncated(request, status));
        } catch (LimitedBody.TooLargeException e) {
            return Attempt.failed(failures.of(Failure.GARBLED, "its answer is larger than " + (most >> 20) + " MiB"));
        }
    }

    private String text(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(most + 1)) {
            throw new LimitedBody.TooLargeException();
        }
        MediaType type = response.body().contentType();
        return source.readString(type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
    }

    private static boolean isPage(Response response) throws IOException {
        if (String.valueOf(response.header("Content-Type")).startsWith("text/html")) {
            return true;
        }
        BufferedSource begin = response.body().source().peek();
        begin.request(BEGIN);
        String start = begin.readUtf8(Math.min(BEGIN, begin.getBuffer().size()))
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }
}
