// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.contrib.providers.flagd.resolver.process.model.FlagParser;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks one {@code FlagdProvider} with {@code Resolver.FILE}. Defined by {@link FlagdClassLoader} only, which is
 * why it and its constructor are public; nothing else in flagctl refers to an OpenFeature type.
 */
public final class FlagdProviderEvaluator implements FlagdEvaluator {

    // The provider waits twice this long for its first flags. A busy machine needs more than its 500 ms.
    private static final int DEADLINE_MILLIS = 10_000;

    // The provider polls its file; a new provider is how we reload, so the poll only has to end soon after close().
    private static final int POLL_MILLIS = 1_000;

    private final FlagdProvider provider;

    /**
     * Starts a provider on a file and waits until it is ready.
     *
     * @throws Exception whatever the provider throws where it cannot read or parse the file
     */
    public FlagdProviderEvaluator(String flagFile) throws Exception {
        // A file that does not parse the provider only logs, and then waits in vain.
        FlagParser.parseString(Files.readString(Path.of(flagFile)), false);
        provider = new FlagdProvider(FlagdOptions.builder()
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(flagFile)
                .offlinePollIntervalMs(POLL_MILLIS)
                .deadline(DEADLINE_MILLIS)
                .build());
        provider.initialize(new ImmutableContext());
    }

    @Override
    public FlagdEvaluation evaluate(String flagKey, Map<String, ?> context, Object codeDefault) {
        try {
            return answer(resolve(flagKey, contextOf(context), codeDefault), codeDefault);
        } catch (OpenFeatureError e) {
            return new FlagdEvaluation(null, codeDefault, "ERROR", e.getErrorCode() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        provider.shutdown();
    }

    private ProviderEvaluation<?> resolve(String flagKey, EvaluationContext context, Object codeDefault) {
        if (codeDefault instanceof Boolean value) {
            return provider.getBooleanEvaluation(flagKey, value, context);
        }
        if (codeDefault instanceof String value) {
            return provider.getStringEvaluation(flagKey, value, context);
        }
        if (codeDefault instanceof Integer value) {
            return provider.getIntegerEvaluation(flagKey, value, context);
        }
        if (codeDefault instanceof Double value) {
            return provider.getDoubleEvaluation(flagKey, value, context);
        }
        if (codeDefault instanceof Map || codeDefault instanceof List) {
            return provider.getObjectEvaluation(flagKey, Value.objectToValue(codeDefault), context);
        }
        throw new IllegalArgumentException("code default of flag " + flagKey
                + " must be a Boolean, String, Integer, Double, Map or List, but is a "
                + codeDefault.getClass().getName());
    }

    private static FlagdEvaluation answer(ProviderEvaluation<?> evaluation, Object codeDefault) {
        String variant = evaluation.getVariant();
        if (evaluation.getErrorCode() != null) {
            String error = evaluation.getErrorCode() + ": " + evaluation.getErrorMessage();
            return new FlagdEvaluation(null, codeDefault, "ERROR", error);
        }
        Object value = variant == null ? codeDefault : plain(evaluation.getValue());
        return new FlagdEvaluation(variant, value, String.valueOf(evaluation.getReason()), null);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (!(value instanceof Value structured)) {
            return value;
        }
        if (structured.isList()) {
            return structured.asList().stream()
                    .map(FlagdProviderEvaluator::plain)
                    .toList();
        }
        return structured.isStructure() ? structured.asStructure().asObjectMap() : structured.asObject();
    }

    private static EvaluationContext contextOf(Map<String, ?> attributes) {
        Map<String, Value> values = new HashMap<>();
        String targetingKey = null;
        for (Map.Entry<String, ?> attribute : attributes.entrySet()) {
            if (attribute.getKey().equals(EvaluationContext.TARGETING_KEY)) {
                targetingKey = String.valueOf(attribute.getValue());
            } else {
                values.put(attribute.getKey(), Value.objectToValue(attribute.getValue()));
            }
        }
        return targetingKey == null ? new ImmutableContext(values) : new ImmutableContext(targetingKey, values);
    }
}
