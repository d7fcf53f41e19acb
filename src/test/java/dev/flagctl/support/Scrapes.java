// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Counters as a Prometheus scrapes them each 15 seconds, from the first thing that was counted to the last. */
public final class Scrapes {

    private static final int INTERVAL = 15;

    /** What was counted, by series and time. */
    private final Map<String, TreeMap<Instant, Long>> counted = new LinkedHashMap<>();

    private final Map<String, Instant> restarts = new HashMap<>();
    private final Map<String, List<Instant>> absences = new HashMap<>();

    /** Counts something: in the scrape that follows the series is that much higher. */
    public void count(String series, Instant time, long number) {
        counted.computeIfAbsent(series, key -> new TreeMap<>()).merge(time, number, Long::sum);
    }

    /** The process that counts begins again: from here on the series counts from zero. */
    public void restart(String series, Instant time) {
        restarts.put(series, time);
    }

    /** Nobody can scrape the series from one time to another. */
    public void away(String series, Instant from, Instant to) {
        absences.put(series, List.of(from, to));
    }

    private boolean isAway(String series, long seconds) {
        List<Instant> absence = absences.get(series);
        Instant at = Instant.ofEpochSecond(seconds);
        return absence != null && at.isAfter(absence.get(0)) && at.isBefore(absence.get(1));
    }

    public boolean isEmpty() {
        return counted.isEmpty();
    }

    /** Gives the lines of each series with its times, in rising order; {@code lines} gets the series and {@code value time} with the time in milliseconds. */
    private void each(BiConsumer<String, Map<Long, Long>> lines) {
        Instant last = Instant.MIN;
        for (TreeMap<Instant, Long> one : counted.values()) {
            last = one.lastKey().isAfter(last) ? one.lastKey() : last;
        }
        long end = Math.floorDiv(last.getEpochSecond(), INTERVAL) * INTERVAL + INTERVAL;
        for (Map.Entry<String, TreeMap<Instant, Long>> one : counted.entrySet()) {
            Map<Long, Long> values = new LinkedHashMap<>();
            long first = one.getValue().firstKey().getEpochSecond();
            long sum = 0;
            List<Map.Entry<Instant, Long>> left = new ArrayList<>(one.getValue().entrySet());
            for (long at = Math.floorDiv(first, INTERVAL) * INTERVAL + INTERVAL; at <= end; at += INTERVAL) {
                Instant restart = restarts.get(one.getKey());
                if (restart != null && restart.getEpochSecond() >= at - INTERVAL && restart.getEpochSecond() < at) {
                    sum = 0;
                }
                while (!left.isEmpty() && left.get(0).getKey().getEpochSecond() < at) {
                    sum += left.remove(0).getValue();
                }
                if (!isAway(one.getKey(), at)) {
                    values.put(at * 1000, sum);
                }
            }
            lines.accept(one.getKey(), values);
        }
    }

    /** Returns them as OpenMetrics, for {@code promtool tsdb create-blocks-from openmetrics}. */
    public String openMetrics() {
        StringBuilder text = new StringBuilder();
        each((series, values) -> values.forEach((millis, value) -> text.append(series)
                .append(' ')
                .append(value)
                .append(' ')
                .append(millis / 1000)
                .append('\n')));
        return text.append("# EOF\n").toString();
    }

    /** Returns them in the text format, for the import of VictoriaMetrics. */
    public String textFormat() {
        StringBuilder text = new StringBuilder();
        each((series, values) -> values.forEach((millis, value) -> text.append(series)
                .append(' ')
                .append(value)
                .append(' ')
                .append(millis)
                .append('\n')));
        return text.toString();
    }
}
