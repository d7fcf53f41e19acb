// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Bake;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.SourceRef;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the small values that records share into the cache and reads them back. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class ValueCodec {

    private enum Type {
        NULL,
        FALSE,
        TRUE,
        TEXT,
        INT,
        LONG,
        BIG,
        REAL,
        LIST,
        MAP
    }

    private static final Type[] TYPES = Type.values();

    private ValueCodec() {}

    static void list(ByteWriter out, List<String> texts) {
        out.number(texts.size());
        for (String text : texts) {
            out.text(text);
        }
    }

    static List<String> list(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.text());
        }
        return texts;
    }

    static void texts(ByteWriter out, Map<String, String> texts) {
        out.number(texts.size());
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            out.text(entry.getKey());
            out.text(entry.getValue());
        }
    }

    static Map<String, String> texts(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put(in.text(), in.text());
        }
        return texts;
    }

    static void hooks(ByteWriter out, List<HookRef> hooks) {
        out.number(hooks.size());
        for (HookRef hook : hooks) {
            out.text(hook.adapter());
            out.text(hook.action());
        }
    }

    static List<HookRef> hooks(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        List<HookRef> hooks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hooks.add(new HookRef(in.text(), in.text()));
        }
        return hooks;
    }

    static void bake(ByteWriter out, Bake bake) {
        duration(out, bake.time());
        out.number(bake.exposures());
    }

    static Bake bake(ByteReader in) {
        Duration time = duration(in);
        long exposures = in.number();
        return exposures == 0 && time.isZero() ? Bake.NONE : new Bake(time, exposures);
    }

    /** Durations of manifests have whole seconds. */
    static void duration(ByteWriter out, Duration duration) {
        out.number(duration.toSeconds());
    }

    static Duration duration(ByteReader in) {
        return Duration.ofSeconds(in.number());
    }

    static void instant(ByteWriter out, @Nullable Instant instant) {
        out.bool(instant != null);
        if (instant != null) {
            out.number(instant.getEpochSecond());
            out.number(instant.getNano());
        }
    }

    static @Nullable Instant instantOrNull(ByteReader in) {
        return in.bool() ? Instant.ofEpochSecond(in.number(), in.number()) : null;
    }

    static Instant instant(ByteReader in) {
        Instant instant = instantOrNull(in);
        if (instant == null) {
            throw new IllegalStateException("the cache lacks a date");
        }
        return instant;
    }

    /** Keeps the line relative to the first line of the document, and a file only when it is another one. */
    static void source(ByteWriter out, SourceRef source, int line) {
        out.number(source.line() - line);
    }

    static SourceRef source(ByteReader in, String file, int line) {
        return new SourceRef(file, in.integer() + line);
    }

    static void map(ByteWriter out, Map<String, ?> map) {
        out.number(map.size());
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            out.text(entry.getKey());
            value(out, entry.getValue());
        }
    }

    static Map<String, Object> map(ByteReader in) {
        int count = in.count();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.text();
            Object value = value(in);
            if (value == null) {
                throw new IllegalStateException("the cache lacks the value of " + key);
            }
            map.put(key, value);
        }
        return map;
    }

    private static void value(ByteWriter out, @Nullable Object value) {
        if (value instanceof String text) {
            out.number(Type.TEXT.ordinal());
            out.text(text);
        } else if (value instanceof Boolean bool) {
            out.number((bool ? Type.TRUE : Type.FALSE).ordinal());
        } else if (value instanceof Integer || value instanceof Long) {
            out.number((value instanceof Integer ? Type.INT : Type.LONG).ordinal());
            out.number(((Number) value).longValue());
        } else if (value instanceof BigInteger big) {
            out.number(Type.BIG.ordinal());
            out.text(big.toString());
        } else if (value instanceof Double real) {
            out.number(Type.REAL.ordinal());
            out.real(real);
        } else if (value instanceof List<?> list) {
            out.number(Type.LIST.ordinal());
            out.number(list.size());
            for (Object item : list) {
                value(out, item);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.number(Type.MAP.ordinal());
            out.number(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.text(String.valueOf(entry.getKey()));
                value(out, entry.getValue());
            }
        } else if (value == null) {
            out.number(Type.NULL.ordinal());
        } else {
            throw new IllegalStateException("no manifest holds a " + value.getClass());
        }
    }

    private static @Nullable Object value(ByteReader in) {
        return switch (TYPES[in.integer()]) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case TEXT -> in.text();
            case INT -> in.integer();
            case LONG -> in.number();
            case BIG -> new BigInteger(in.text());
            case REAL -> in.real();
            case LIST -> {
                int count = in.count();
                List<@Nullable Object> list = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    list.add(value(in));
                }
                yield Collections.unmodifiableList(list);
            }
            case MAP -> {
                int count = in.count();
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < count; i++) {
                    map.put(in.text(), value(in));
                }
                yield Collections.unmodifiableMap(map);
            }
        };
    }
}
