// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.slack;

import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import dev.flagctl.model.Notice;
import dev.flagctl.port.Notifier;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts each notice as a message with blocks to an incoming webhook of Slack (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
 * https://docs.slack.dev/reference/block-kit/blocks).
 *
 * <p>Slack knows no idempotency key: a call whose answer was lost is not repeated at once, and each message ends with its key, so that people see when a
 * later run told them again.
 */
final class SlackNotifier implements Notifier {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Slack takes 3,000 characters in a text, of which one holds at most two parts, and 50 blocks. */
    private static final int MOST_CHARACTERS = 1_400;

    private static final int MOST_FACTS = 40;

    private static final Map<Integer, String> ENTITIES =
            Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;");

    private final String name;
    private final String url;
    private final HttpCalls calls;

    SlackNotifier(String name, String url, HttpCalls calls) {
        this.name = name;
        this.url = url;
        this.calls = calls;
    }

    @Override
    public void deliver(Notice notice) {
        calls.send(HttpRequest.of("tell " + notice.key(), "slack " + name, "POST", url)
                .json(body(notice)));
    }

    @Override
    public void close() {
        calls.close();
    }

    private static String body(Notice notice) {
        String kind = notice.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String what = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + ": "
                + notice.key().feature();
        String where = notice.version() + " in " + notice.key().environment();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("text", escaped(what + " " + where + ". " + notice.summary()));
        ArrayNode blocks = message.putArray("blocks");
        section(blocks, "*" + escaped(what) + "* " + escaped(where) + "\n" + escaped(notice.summary()));
        notice.facts().entrySet().stream()
                .limit(MOST_FACTS)
                .forEach(fact -> section(blocks, "*" + escaped(fact.getKey()) + "* " + escaped(fact.getValue())));
        ObjectNode context = blocks.addObject().put("type", "context");
        text(
                context.putArray("elements").addObject(),
                escaped(notice.owner() + " · " + notice.time() + " · " + notice.idempotencyKey()));
        return MAPPER.writeValueAsString(message);
    }

    private static void section(ArrayNode blocks, String words) {
        text(blocks.addObject().put("type", "section").putObject("text"), words);
    }

    /** Verbatim: names that look like channels or people are left as text. */
    private static void text(ObjectNode node, String words) {
        node.put("type", "mrkdwn").put("text", words).put("verbatim", true);
    }

    /**
     * Returns text from outside so that it can neither call a channel nor hide a link: Slack reads both between angle brackets
     * (https://docs.slack.dev/messaging/formatting-message-text, "Escaping text").
     */
    private static String escaped(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        StringBuilder escaped = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); ) {
            int c = line.codePointAt(i);
            String entity = ENTITIES.get(c);
            String next = entity == null ? Character.toString(c) : entity;
            if (escaped.length() + next.length() > MOST_CHARACTERS) {
                return escaped.append('…').toString();
            }
            escaped.append(next);
            i += Character.charCount(c);
        }
        return escaped.toString();
    }
}
