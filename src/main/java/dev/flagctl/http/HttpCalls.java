// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: within deadlines, repeated only where that is safe, and with failures told as {@link AdapterException}s that hold no
 * secret and no web page.
 *
 * <p>What is repeated: a request that reached nobody, or was answered 429; and one that may be repeated ({@link HttpRequest#repeatable()}), when the
 * connection broke or the answer was 408 or 5xx. The wait before is that of {@code Retry-After}, else it doubles from 0.2 s with jitter. Each try
 * keeps the gap of the limits to the one before, whatever thread sends it.
 */
public final class HttpCalls implements AutoCloseable {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /** How to wait; a fake one moves a clock instead. */
    public interface Pause {
        void sleep(Duration length) throws InterruptedException;
    }

    private final HttpLimits limits;
    private final Pause pause;
    private final RandomGenerator random;
    private final Exchange exchange;
    private final RetryBudget budget = new RetryBudget();
    private final Pace pace;

    /**
     * Makes a client. Nothing is loaded and nobody is called before the first request.
     *
     * @param ca file with the PEM certificates that are trusted instead of the platform's, or null
     * @param redaction hides the secrets of the caller in messages
     */
    public HttpCalls(
            HttpLimits limits,
            @Nullable Path ca,
            Redaction redaction,
            Clock clock,
            Pause pause,
            RandomGenerator random) {
        this.limits = limits;
        this.pause = pause;
        this.random = random;
        this.pace = new Pace(limits.gap(), clock);
        this.exchange = new Exchange(new Clients(limits, ca), new Failures(redaction, clock), limits);
    }

    /**
     * Sends a request and returns the answer.
     *
     * @throws AdapterException when there is no answer, or one that is a failure
     */
    public HttpAnswer send(HttpRequest request) {
        return tried(request, () -> exchange.make(request));
    }

    /**
     * Sends a request and returns what a reader makes of the body while it comes. A body that breaks off or is too large is a failure, whatever the reader had made of it.
     *
     * @throws AdapterException when there is no answer, or one that is a failure
     */
    public <T> T send(HttpRequest request, BodyReader<T> reader) {
        return tried(request, () -> exchange.make(request, reader));
    }

    private <T> T tried(HttpRequest request, Supplier<Attempt<T>> once) {
        for (int attempt = 1; ; attempt++) {
            sleep(request, pace.turn());
            Attempt<T> made = once.get();
            T answer = made.answer();
            if (answer != null) {
                budget.earn();
                return answer;
            }
            Attempt.Fault fault = made.fault();
            Duration wait = wait(fault, attempt);
            if (!fault.repeat()
                    || attempt >= limits.tries()
                    || wait.compareTo(limits.longestWait()) > 0
                    || !budget.spend()) {
                throw told(request, fault, attempt);
            }
            sleep(request, wait);
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    /** Returns what the other side asks for, but never nothing: {@code Retry-After: 0} is no leave to hammer at it. */
    private Duration wait(Attempt.Fault fault, int attempt) {
        Duration own = backOff(attempt);
        Duration asked = fault.retryAfter();
        return asked == null || asked.compareTo(own) < 0 ? own : asked;
    }

    /** Doubles from try to try and is somewhere in its upper half, so that many clients do not come back at once. */
    private Duration backOff(int attempt) {
        long longest = FIRST_WAIT.toMillis() << Math.min(attempt - 1, 16);
        longest = Math.min(longest, limits.longestWait().toMillis());
        return Duration.ofMillis(longest / 2 + (long) (random.nextDouble() * longest / 2));
    }

    private void sleep(HttpRequest request, Duration wait) {
        try {
            if (!wait.isZero()) {
                pause.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdapterException(
                    Failure.TRANSIENT, request.action(), request.target(), "the run was interrupted", e);
        }
    }

    private static AdapterException told(HttpRequest request, Attempt.Fault fault, int attempts) {
        String reason = attempts == 1 ? fault.reason() : fault.reason() + " (" + attempts + " tries)";
        return new AdapterException(fault.failure(), request.action(), request.target(), reason, fault.cause());
    }
}
