// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Says times in UTC as people do, seen from the time of a plan: the day is left out when it is today, and named by its weekday within six days.
 *
 * <p>Written by hand: a formatter with names of days loads locale data, which costs a short command more than all its work.
 */
public final class Moments {

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final Duration NEAR = Duration.ofDays(6);

    private final Instant now;

    public Moments(Instant now) {
        this.now = now;
    }

    /** Returns the time with everything, {@code Mon 23 Nov 13:02 UTC}; the year when it is another one than that of now. */
    public String full(Instant time) {
        LocalDateTime at = utc(time);
        return weekday(at) + " " + date(at) + " " + clock(at) + " UTC";
    }

    /** Returns {@code 13:02}, {@code Sat 09:14}, {@code 8 Dec 17:02}, or {@code 15 Jan 2027} in another year. */
    public String of(Instant time) {
        LocalDateTime at = utc(time);
        LocalDateTime today = utc(now);
        if (at.toLocalDate().equals(today.toLocalDate())) {
            return clock(at);
        }
        if (Duration.between(now, time).abs().compareTo(NEAR) < 0) {
            return weekday(at) + " " + clock(at);
        }
        return at.getYear() == today.getYear() ? date(at) + " " + clock(at) : date(at);
    }

    /** Returns the same with the day also when it is today, {@code Mon 13:02}. */
    public String withDay(Instant time) {
        LocalDateTime at = utc(time);
        return at.toLocalDate().equals(utc(now).toLocalDate()) ? weekday(at) + " " + clock(at) : of(time);
    }

    /** Returns only the day, {@code 30 Nov}; the year when it is another one than that of now. */
    public String day(Instant time) {
        return date(utc(time));
    }

    /** Returns the clock with seconds, {@code 13:02:11}. */
    public static String seconds(Instant time) {
        LocalDateTime at = utc(time);
        return clock(at) + ":" + two(at.getSecond());
    }

    /** Returns only the clock, {@code 13:02}. */
    public static String clock(Instant time) {
        return clock(utc(time));
    }

    /** Tells whether two times are on the same day. */
    public static boolean sameDay(Instant a, Instant b) {
        return utc(a).toLocalDate().equals(utc(b).toLocalDate());
    }

    public Instant now() {
        return now;
    }

    private String date(LocalDateTime at) {
        String date = at.getDayOfMonth() + " " + MONTHS[at.getMonthValue() - 1];
        return at.getYear() == utc(now).getYear() ? date : date + " " + at.getYear();
    }

    private static String weekday(LocalDateTime at) {
        return DAYS[at.getDayOfWeek().getValue() - 1];
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    }

    private static String clock(LocalDateTime at) {
        return two(at.getHour()) + ":" + two(at.getMinute());
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
