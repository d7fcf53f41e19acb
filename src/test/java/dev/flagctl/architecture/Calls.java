// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** Conditions that ArchUnit has no word for. */
final class Calls {

    private static final Set<String> CLOCK_READINGS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.time.ZoneId.systemDefault",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current");

    private static final Set<String> RANDOM_SOURCES =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    private static final Set<String> GENERIC_ERRORS =
            Set.of("java.lang.Throwable", "java.lang.Exception", "java.lang.RuntimeException", "java.lang.Error");

    private static final List<String> EMPTY_WORDS = List.of(
            "Util", "Utils", "Manager", "Helper", "Impl", "Processor", "Data", "Info", "Service", "Engine", "Context");

    /** Domain words that end in an empty one: the port of design §8, which its adapters are named after, and flagd's engine. */
    private static final List<String> DOMAIN_WORDS = List.of("FlagService", "FlagdEngine");

    private Calls() {}

    /** Time, zone, sleep or chance taken from the process instead of from a constructor. */
    static ArchCondition<JavaClass> toTheClockOfTheProcess() {
        return calling("take time or chance from the process", target -> {
            String name = target.getFullName().replaceFirst("\\(.*", "");
            boolean now = target.getName().equals("now")
                    && target.getOwner().getPackageName().equals("java.time")
                    && target.getRawParameterTypes().stream()
                            .noneMatch(type -> type.getName().equals("java.time.Clock"));
            boolean unseeded = target.getName().equals("<init>")
                    && RANDOM_SOURCES.contains(target.getOwner().getName())
                    && target.getRawParameterTypes().isEmpty();
            return now || unseeded || CLOCK_READINGS.contains(name);
        });
    }

    /** Makes an error that says nothing about whose it is. */
    static ArchCondition<JavaClass> toConstructorsOfGenericErrors() {
        return new ArchCondition<>("throw a generic error") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getConstructorCallsFromSelf().stream()
                        .filter(call -> !call.getOrigin().getName().equals("<init>"))
                        .filter(call -> GENERIC_ERRORS.contains(
                                call.getTarget().getOwner().getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }

    static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                String message = "package " + type.getPackageName() + " of " + type.getSimpleName()
                        + (marked ? " is" : " is not") + " @NullMarked";
                events.add(new SimpleConditionEvent(type, marked, message));
            }
        };
    }

    static ArchCondition<JavaClass> haveANameThatSaysNothing() {
        return new ArchCondition<>("end in one of " + EMPTY_WORDS) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String name = type.getSimpleName();
                boolean empty = DOMAIN_WORDS.stream().noneMatch(name::endsWith)
                        && EMPTY_WORDS.stream().anyMatch(name::endsWith);
                events.add(new SimpleConditionEvent(type, empty, type.getName() + " has an empty word for a name"));
            }
        };
    }

    private static ArchCondition<JavaClass> calling(String description, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (access.getTarget() instanceof CodeUnitAccessTarget target && forbidden.test(target)) {
                        events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
                    }
                }
            }
        };
    }
}
