// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is true while a rollout is simulated.
 *
 * @param name how people call it
 * @param perMinute units of both arms a minute
 * @param base rate of bad units of the control
 * @param ratio of the rates, treatment over control, from {@code fromStage} on
 * @param fromStage the first stage in which the treatment is worse, counted from 1
 * @param outageFrom minute in which telemetry stops, -1 for never
 * @param outageMinutes how long it stops
 * @param burst bad units that come together in the mean
 * @param seasonal whether traffic follows the hours of a day
 * @param approveAfter minutes after which whoever is asked approves a stage, -1 for never
 * @param hooksFail whether hooks say no
 * @param earlierAfter minutes after which the environments are done that come before, -1 for never
 * @param person what a person does by hand: {@code rollback}, {@code kill}, or empty for nothing
 * @param personAfter minutes after the begin of the rollout when that is done
 */
public record Scenario(
        String name,
        double perMinute,
        double base,
        double ratio,
        int fromStage,
        int outageFrom,
        int outageMinutes,
        double burst,
        boolean seasonal,
        int approveAfter,
        boolean hooksFail,
        int earlierAfter,
        String person,
        int personAfter) {

    /** Names of the scenarios that ship. */
    public static final List<String> PRESETS =
            List.of("baseline", "regression", "crash", "outage", "no-traffic", "retry-bursts", "seasonal");

    private static final List<String> KEYS = List.of(
            "traffic",
            "base",
            "ratio",
            "from-stage",
            "outage-from",
            "outage-minutes",
            "burst",
            "seasonal",
            "approve-after",
            "hooks-fail",
            "earlier-after",
            "rollback-after",
            "kill-after");

    public Scenario {
        boolean sound = perMinute >= 0 && base >= 0 && base <= 1 && ratio >= 0 && burst >= 1 && outageMinutes >= 0;
        if (!sound || perMinute > 1e6 || !Double.isFinite(ratio)) {
            throw new BadDataException(
                    0, "traffic is at most a million a minute, base a share, ratio not negative, burst at least 1");
        }
    }

    private Scenario(
            String name,
            double perMinute,
            double base,
            double ratio,
            int fromStage,
            int outageFrom,
            int outageMinutes,
            double burst,
            boolean seasonal) {
        this(name, perMinute, base, ratio, fromStage, outageFrom, outageMinutes, burst, seasonal, 0, false, 0, "", 0);
    }

    /** Returns a scenario that ships. */
    public static Scenario preset(String name) {
        Scenario calm = new Scenario(name, 200, 0.005, 1, 1, -1, 0, 1, false);
        return switch (name) {
            case "baseline" -> calm;
            case "regression" -> new Scenario(name, 200, 0.005, 4, 2, -1, 0, 1, false);
            case "crash" -> new Scenario(name, 200, 0.005, 100, 1, -1, 0, 1, false);
            case "outage" -> new Scenario(name, 200, 0.005, 1, 1, 40, 180, 1, false);
            case "no-traffic" -> new Scenario(name, 0, 0.005, 1, 1, -1, 0, 1, false);
            case "retry-bursts" -> new Scenario(name, 200, 0.005, 1, 1, -1, 0, 4, false);
            case "seasonal" -> new Scenario(name, 200, 0.005, 1, 1, -1, 0, 1, true);
            default -> throw new BadDataException(0, "there is no scenario " + name);
        };
    }

    /**
     * Reads a scenario of one's own: a JSON object with some of the keys; what it leaves out is that of {@code baseline}.
     *
     * @throws IOException when the file cannot be read
     */
    public static Scenario read(Path file) throws IOException {
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            check(json);
            return new Scenario(
                    file.getFileName().toString(),
                    json.path("traffic").asDouble(200),
                    json.path("base").asDouble(0.005),
                    json.path("ratio").asDouble(1),
                    json.path("from-stage").asInt(1),
                    json.path("outage-from").asInt(-1),
                    json.path("outage-minutes").asInt(60),
                    json.path("burst").asDouble(1),
                    json.path("seasonal").asBoolean(false),
                    json.path("approve-after").asInt(0),
                    json.path("hooks-fail").asBoolean(false),
                    json.path("earlier-after").asInt(0),
                    json.has("kill-after") ? "kill" : json.has("rollback-after") ? "rollback" : "",
                    json.path(json.has("kill-after") ? "kill-after" : "rollback-after")
                            .asInt(0));
        } catch (JacksonException broken) {
            throw new BadDataException(0, "it is not valid JSON: " + broken.getOriginalMessage());
        }
    }

    /** Refuses what would be read as a default: no object, an unknown key, a value of another type. */
    private static void check(JsonNode json) {
        if (!json.isObject()) {
            throw new BadDataException(0, "a scenario is a JSON object such as {\"traffic\": 1000, \"ratio\": 2}");
        }
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new BadDataException(0, "there is no \"" + key + "\" here; known are " + String.join(", ", KEYS));
            }
            JsonNode value = json.get(key);
            boolean yesOrNo = key.equals("seasonal") || key.equals("hooks-fail");
            boolean share = key.equals("traffic") || key.equals("base") || key.equals("ratio") || key.equals("burst");
            if (yesOrNo ? !value.isBoolean() : share ? !value.isNumber() : !value.isInt()) {
                throw new BadDataException(
                        0,
                        "\"" + key + "\" must be "
                                + (yesOrNo ? "true or false" : share ? "a number" : "a whole number")
                                + ", not " + value);
            }
        }
    }

    /** Tells whether the treatment is worse than the control at a stage, counted from 0. */
    public boolean isWorse(int stage) {
        return ratio > 1 && stage + 1 >= fromStage;
    }

    /** Says in words what is true. */
    public String words() {
        List<String> words = new ArrayList<>();
        words.add(
                perMinute == 0
                        ? "nobody comes"
                        : number(perMinute) + " units a minute, " + number(100 * base) + "% bad");
        if (ratio != 1) {
            words.add(number(Math.min(ratio, base == 0 ? ratio : 1 / base))
                    + " times as many in the treatment from stage " + fromStage + " on");
        }
        if (outageFrom >= 0) {
            words.add("no telemetry for " + outageMinutes + " minutes");
        }
        if (burst > 1) {
            words.add("bad units in bursts of " + number(burst));
        }
        if (seasonal) {
            words.add("traffic by the hours of a day");
        }
        return String.join(", ", words);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Returns the units of a minute. */
    double traffic(long minute) {
        return seasonal ? perMinute * (1 + 0.8 * Math.sin(2 * Math.PI * minute / 1440)) : perMinute;
    }

    /** Tells whether telemetry says nothing of a minute. */
    boolean isSilent(long minute) {
        return outageFrom >= 0 && minute >= outageFrom && minute < outageFrom + outageMinutes;
    }
}
