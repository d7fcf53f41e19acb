// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.EndMark;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Serve;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.TaskKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of a task in its STARTED entry: enough to settle it in a later run without the plan it came from. */
public final class TaskJson {

    private TaskJson() {}

    /**
     * What a STARTED entry says.
     *
     * @param task what was about to be called
     * @param notices what people are told once it is done
     */
    public record Started(Task task, List<Task.SendNotice> notices) {
        public Started {
            notices = List.copyOf(notices);
        }
    }

    public static String write(Task task, List<Task.SendNotice> notices) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", task.id());
            json.writeStringProperty("kind", task.kind().name());
            if (!notices.isEmpty()) {
                json.writeName("notices");
                json.writeStartArray();
                notices.forEach(notice -> NoticeJson.write(json, notice));
                json.writeEndArray();
            }
            json.writeName("task");
            body(json, task);
            json.writeEndObject();
        });
    }

    /**
     * Returns what a STARTED entry says.
     *
     * @throws IllegalStateException when the text was not written by {@link #write}
     */
    public static Started read(String text, FeatureKey key) {
        Fields fields = Fields.of(text);
        List<Task.SendNotice> notices = fields.objects("notices").stream()
                .map(notice -> NoticeJson.read(notice, key))
                .toList();
        Fields body = fields.object("task");
        String id = fields.text("id");
        Task task = switch (TaskKind.valueOf(fields.text("kind"))) {
            case RUN_HOOK ->
                new Task.RunHook(
                        id,
                        key,
                        null,
                        body.text("adapter"),
                        body.text("action"),
                        body.text("version"),
                        body.text("stage"),
                        body.text("key"));
            case WRITE_FLAG ->
                new Task.WriteFlag(
                        id,
                        key,
                        null,
                        spec(body.object("spec")),
                        before(body),
                        RecordedJson.flag(body.object("wanted")),
                        RecordedJson.read(body.object("recorded")),
                        DecisionJson.read(body.object("decision")),
                        body.has("mark") ? EndMark.valueOf(body.text("mark")) : EndMark.LEFT);
            case ARCHIVE_FLAG ->
                new Task.ArchiveFlag(
                        id,
                        key,
                        null,
                        spec(body.object("spec")),
                        RecordedJson.flag(body.object("before")),
                        RecordedJson.read(body.object("recorded")),
                        DecisionJson.read(body.object("decision")));
            case RECORD ->
                new Task.RecordDecision(
                        id,
                        key,
                        null,
                        RecordedJson.read(body.object("recorded")),
                        DecisionJson.read(body.object("decision")));
            case SEND_NOTICE -> NoticeJson.read(body, key);
        };
        return new Started(task, notices);
    }

    private static @Nullable FlagState before(Fields body) {
        return body.has("before") ? RecordedJson.flag(body.object("before")) : null;
    }

    private static void body(JsonGenerator json, Task task) {
        switch (task.kind()) {
            case RUN_HOOK -> hook(json, (Task.RunHook) task);
            case WRITE_FLAG -> write(json, (Task.WriteFlag) task);
            case ARCHIVE_FLAG -> archive(json, (Task.ArchiveFlag) task);
            case RECORD -> record(json, (Task.RecordDecision) task);
            case SEND_NOTICE -> NoticeJson.write(json, (Task.SendNotice) task);
        }
    }

    private static void hook(JsonGenerator json, Task.RunHook task) {
        json.writeStartObject();
        json.writeStringProperty("action", task.action());
        json.writeStringProperty("adapter", task.adapter());
        json.writeStringProperty("key", task.idempotencyKey());
        json.writeStringProperty("stage", task.stage());
        json.writeStringProperty("version", task.version());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Task.WriteFlag task) {
        json.writeStartObject();
        if (task.before() != null) {
            json.writeName("before");
            RecordedJson.flag(json, task.before());
        }
        json.writeName("decision");
        DecisionJson.write(json, task.decision());
        if (task.mark() != EndMark.LEFT) {
            json.writeStringProperty("mark", task.mark().name());
        }
        json.writeName("recorded");
        RecordedJson.write(json, task.recorded());
        json.writeName("spec");
        spec(json, task.spec());
        json.writeName("wanted");
        RecordedJson.flag(json, task.wanted());
        json.writeEndObject();
    }

    private static void archive(JsonGenerator json, Task.ArchiveFlag task) {
        json.writeStartObject();
        json.writeName("before");
        RecordedJson.flag(json, task.before());
        json.writeName("decision");
        DecisionJson.write(json, task.decision());
        json.writeName("recorded");
        RecordedJson.write(json, task.recorded());
        json.writeName("spec");
        spec(json, task.spec());
        json.writeEndObject();
    }

    private static void record(JsonGenerator json, Task.RecordDecision task) {
        json.writeStartObject();
        json.writeName("decision");
        DecisionJson.write(json, task.decision());
        json.writeName("recorded");
        RecordedJson.write(json, task.recorded());
        json.writeEndObject();
    }

    private static void spec(JsonGenerator json, FlagSpec spec) {
        json.writeStartObject();
        json.writeStringProperty("control", spec.serve().control());
        json.writeStringProperty("description", spec.description());
        json.writeStringProperty("key", spec.key());
        JsonText.field(json, "owns", new TreeSet<>(spec.owns()));
        JsonText.field(json, "rest", spec.serve().rest());
        json.writeStringProperty("treatment", spec.serve().treatment());
        json.writeStringProperty("unit", spec.unit());
        json.writeEndObject();
    }

    private static FlagSpec spec(Fields fields) {
        Set<Owns> owns = EnumSet.noneOf(Owns.class);
        fields.texts("owns").forEach(name -> owns.add(Owns.valueOf(name)));
        Serve serve = new Serve(fields.text("treatment"), fields.text("control"), fields.optional("rest"));
        return new FlagSpec(fields.text("key"), serve, owns, fields.text("description"), fields.text("unit"));
    }
}
