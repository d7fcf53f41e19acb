// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps every kind of error to an exit code and says what was wrong; the only place that does. */
final class Failures {

    private final Surroundings surroundings;
    private final PrintStream err;
    private @Nullable Session shown;

    Failures(Surroundings surroundings, PrintStream err) {
        this.surroundings = surroundings;
        this.err = err;
    }

    /**
     * Says what went wrong. An {@link Error} is a bug of ours as well, or of a plug-in that was made for another version.
     *
     * @param command word of the command that ran, or null when none was found
     * @param session the session as far as it came, or null when the command line was not understood
     * @param debug whether to show where in flagctl it comes from
     */
    ExitCode tell(Throwable failure, @Nullable String command, @Nullable Session session, boolean debug) {
        shown = session;
        Looks looks = session == null ? plainLooks() : session.errLooks();
        ExitCode exitCode = tell(failure, command, session, looks);
        if (debug && exitCode != ExitCode.USAGE) {
            err.print(redacted(stack(failure)));
        }
        return exitCode;
    }

    private ExitCode tell(Throwable failure, @Nullable String command, @Nullable Session session, Looks looks) {
        if (failure instanceof UsageException usage) {
            say(looks, usage.getMessage(), hint(usage, command));
            return ExitCode.USAGE;
        }
        if (failure instanceof ManifestException invalid) {
            if (session != null) {
                err.print(redacted(Findings.text(session, looks, invalid.diagnostics())));
            }
            return ExitCode.MANIFEST_INVALID;
        }
        if (failure instanceof RefusedException refused) {
            say(looks, refused.getMessage(), refused.remedy());
            return ExitCode.REFUSED;
        }
        if (failure instanceof LockedException) {
            say(looks, failure.getMessage(), "run again when the other run has ended");
            return ExitCode.LOCKED;
        }
        if (failure instanceof AdapterException other) {
            say(looks, other.getMessage(), remedy(other.failure()));
            return exitCode(other.failure());
        }
        bug(looks, failure);
        return ExitCode.BUG;
    }

    /** Returns the exit code of a failure that ended the whole run. */
    static ExitCode exitCode(Throwable failure) {
        if (failure instanceof UsageException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof ManifestException) {
            return ExitCode.MANIFEST_INVALID;
        }
        if (failure instanceof RefusedException) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof LockedException) {
            return ExitCode.LOCKED;
        }
        return failure instanceof AdapterException other ? exitCode(other.failure()) : ExitCode.BUG;
    }

    /** Returns the exit code of a failure of the other side when it ended the whole run. */
    static ExitCode exitCode(AdapterException.Failure failure) {
        return switch (failure) {
            case UNREACHABLE, TRANSIENT -> ExitCode.UNREACHABLE;
            case FORBIDDEN, AWAITING -> ExitCode.REFUSED;
            case REFUSED, GARBLED -> ExitCode.FAILED;
            case UNKNOWN_OUTCOME -> ExitCode.PARTLY_APPLIED;
        };
    }

    private static String remedy(AdapterException.Failure failure) {
        return switch (failure) {
            case UNREACHABLE, TRANSIENT -> "nothing was sent; run again when it can be reached";
            case FORBIDDEN -> "check the credentials that the adapter names, and what they allow";
            case REFUSED -> "trying again is useless until the cause is mended";
            case UNKNOWN_OUTCOME -> "look at what is live before trying again";
            case AWAITING -> "let somebody agree there; a later run goes on";
            case GARBLED -> "check that the address leads to the right service and version";
        };
    }

    private static String hint(UsageException usage, @Nullable String command) {
        String help = "see flagctl " + (command == null ? "" : command + " ") + "--help";
        return usage.suggestion() == null ? help : "did you mean " + usage.suggestion() + "? Else " + help;
    }

    private void bug(Looks looks, Throwable failure) {
        Optional<Path> log = keep(failure);
        String where = log.map(path -> "; the details are in " + path).orElse("; run with --debug for the details");
        say(
                looks,
                "this is a bug of flagctl " + Version.current() + ": " + failure,
                "report it where README.md says, with run id " + surroundings.runId() + where);
    }

    private void say(Looks looks, @Nullable String what, String hint) {
        Page page = new Page(looks);
        page.add(Ink.RED, "error").add(": ").add(what == null ? "" : what).end();
        page.add("  hint: ").add(hint).end();
        err.print(redacted(page.toString()));
    }

    /** Returns a text without the secrets that the run knows of by now. */
    private String redacted(String text) {
        return shown == null ? text : shown.redacted(text);
    }

    /** Writes the stack where it does not disturb; a log that cannot be written must not hide the failure itself. */
    private Optional<Path> keep(Throwable failure) {
        Optional<Path> folder = CacheFolder.of(surroundings).map(cache -> cache.resolve("log"));
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder.get());
            Path log = folder.get().resolve(surroundings.runId() + ".log");
            Files.writeString(
                    log, Version.line() + "\n" + surroundings.clock().instant() + "\n" + redacted(stack(failure)));
            return Optional.of(log);
        } catch (IOException notWritable) {
            return Optional.empty();
        }
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private Looks plainLooks() {
        return new Appearance(surroundings, Appearance.Color.AUTO, false).err();
    }
}
