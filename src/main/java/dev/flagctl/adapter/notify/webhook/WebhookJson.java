// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import dev.flagctl.model.Notice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a notice as a CloudEvent 1.0 in structured JSON (cloudevents/spec v1.0.2: spec.md, formats/json-format.md). */
final class WebhookJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private WebhookJson() {}

    static String of(Notice notice) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", notice.idempotencyKey());
        event.put("source", "/flagctl/" + segment(notice.key().environment()));
        event.put("type", "dev.flagctl.feature." + notice.kind().name().toLowerCase(Locale.ROOT));
        event.put("subject", notice.key().feature());
        event.put("time", notice.time().toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        data.put("feature", notice.key().feature());
        data.put("environment", notice.key().environment());
        data.put("version", notice.version());
        data.put("owner", notice.owner());
        data.put("summary", notice.summary());
        ObjectNode facts = data.putObject("facts");
        notice.facts().forEach(facts::put);
        return MAPPER.writeValueAsString(event);
    }

    /** Returns a name as one segment of a URI path: {@code source} is a URI-reference. */
    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
