// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryCommandTest {

    @TempDir
    private Path folder;

    @Test
    void entries_are_chosen_by_actor_kind_and_time() {
        Shop shop = new Shop(folder).search().applied();
        String begin = shop.clock.instant().toString();
        shop.later(Duration.ofHours(2))
                .cli()
                .with("USER", "erin")
                .run("pause", "search", "--auto-approve", "--reason=x");

        assertThat(shop.run("history", "-o", "short", "--actor", "erin").output())
                .contains("\terin\t")
                .doesNotContain("\tdana\t");
        assertThat(shop.run("history", "-o", "short", "--kind", "spec").output().lines())
                .isNotEmpty()
                .allMatch(line -> line.contains("\tSPEC\t"));
        assertThat(shop.run("history", "-o", "short", "--since", "1h").output()).doesNotContain("\tdana\t");
        assertThat(shop.run("history", "-o", "short", "--all", "--until", begin).output())
                .isEmpty();
        assertThat(shop.run("history", "--kind", "decison").errorOutput()).contains("did you mean decision?");
        assertThat(shop.run("history", "--since", "2026-10-01T12:00").errorOutput())
                .contains("2026-10-01T12:00Z");
    }

    @Test
    void that_tasks_began_is_shown_to_who_asks_for_it() {
        Shop shop = new Shop(folder).search().applied();

        assertThat(shop.run("history").output()).doesNotContain("began");
        assertThat(shop.run("history", "--kind", "task-started").output()).contains("  began ", "1 entry");
        assertThat(shop.run("history", "--all").output()).contains("  began ", "5 entries");
    }

    @Test
    void a_check_that_would_not_be_made_is_refused() {
        Shop shop = new Shop(folder).search().applied();

        Result against = shop.run("history", "--against=head.json");
        Result key = shop.run("history", "verify", "--public-key=key.pub");
        Result sign = shop.run("history", "verify", "--sign-key=key.pem");

        assertThat(against.exitCode()).isEqualTo(64);
        assertThat(against.errorOutput()).contains("--against goes with flagctl history verify only");
        assertThat(key.exitCode()).isEqualTo(64);
        assertThat(key.errorOutput()).contains("--public-key goes with --against only");
        assertThat(sign.exitCode()).isEqualTo(64);
        assertThat(sign.errorOutput()).contains("--sign-key goes with flagctl history export-head only");
    }

    /** Else "history verify search" would look like a check of search, and check nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"verify search", "search verify", "export-head search"})
    void the_whole_ledger_is_not_checked_for_some_features(String words) {
        Shop shop = new Shop(folder).search().applied();

        Result result = shop.run(("history " + words).split(" "));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("takes no features beside it");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void a_name_that_was_misspelt_is_told_beside_the_empty_history() {
        Shop shop = new Shop(folder).search().applied();

        Result misspelt = shop.run("history", "serach", "-o", "csv");
        Result nothingNew = shop.run("history", "search", "--since=2027-01-01");

        assertThat(misspelt.exitCode()).as(misspelt.toString()).isZero();
        assertThat(misspelt.errorOutput()).isEqualTo("no manifest has a feature \"serach\"; did you mean search?\n");
        assertThat(misspelt.output().lines()).hasSize(1);
        assertThat(nothingNew.errorOutput()).isEmpty();
    }

    @Test
    void a_head_or_key_that_cannot_be_read_is_told_in_words() throws Exception {
        Shop shop = new Shop(folder).search().applied();
        Files.write(shop.path("binary.pem"), new byte[] {(byte) 0xff, (byte) 0xfe});

        Result head = shop.run("history", "verify", "--against=none.json");
        Result key = shop.run("history", "export-head", "--sign-key=binary.pem");

        assertThat(head.exitCode()).isEqualTo(64);
        assertThat(head.errorOutput()).contains("cannot read the head", "none.json: there is no such file");
        assertThat(key.exitCode()).isEqualTo(64);
        assertThat(key.errorOutput()).contains("cannot read the key", "binary.pem: it is not text in UTF-8");
    }

    @Test
    void a_head_that_was_kept_finds_a_ledger_that_was_cut_off_or_written_anew() throws Exception {
        Shop shop = new Shop(folder).search().applied();
        Path head = Files.writeString(
                folder.resolve("head.json"), shop.run("history", "export-head").output());
        shop.later(Duration.ofHours(2)).applied();

        assertThat(shop.run("history", "verify", "--against", "head.json").exitCode())
                .isZero();

        Files.delete(folder.resolve(".flagctl/ledger.db"));
        Result cutOff = shop.run("history", "verify", "--against", "head.json");
        assertThat(cutOff.exitCode()).isEqualTo(1);
        assertThat(cutOff.output()).contains("is gone: the ledger was cut off or replaced", "1 problem in 0 entries");

        shop.remove("flags/production.json")
                .applied()
                .later(Duration.ofHours(2))
                .applied();
        assertThat(shop.run("history", "verify").exitCode()).isZero();
        Result anew = shop.run("history", "verify", "--against", head.toString());
        assertThat(anew.exitCode()).isEqualTo(1);
        assertThat(anew.output()).contains("has another hash than on");
    }

    @Test
    void programs_are_told_whether_the_ledger_is_whole() throws Exception {
        Shop shop = new Shop(folder).search().applied();
        shop.write("head.json", shop.run("history", "export-head").output());
        Files.delete(folder.resolve(".flagctl/ledger.db"));

        Result whole = shop.run("history", "verify", "-o", "json");
        Result cutOff = shop.run("history", "verify", "--against", "head.json", "-o", "json");

        assertThat(whole.exitCode()).isZero();
        assertThat(whole.output()).contains("\"problems\" : [ ],", "\"exitCode\" : 0");
        assertThat(cutOff.exitCode()).isEqualTo(1);
        assertThat(cutOff.output()).contains("is gone: the ledger was cut off or replaced", "\"exitCode\" : 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify -o csv", "verify -o jsonl", "export-head -o short"})
    void a_format_that_would_be_ignored_is_refused(String words) {
        Result result = new Shop(folder).run(("history " + words).split(" "));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains(" writes no ", "json");
    }

    @Test
    void a_signed_head_that_was_changed_is_found() throws Exception {
        Shop shop = new Shop(folder).search().applied();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        shop.write("key.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        shop.write("key.pub", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        String head =
                shop.run("history", "export-head", "--sign-key", "key.pem").output();
        shop.write("head.json", head).write("bent.json", head.replaceFirst("\"serial\" ?: ?\\d+", "\"serial\" : 1"));

        assertThat(shop.run("history", "verify", "--against=head.json", "--public-key=key.pub")
                        .exitCode())
                .isZero();
        assertThat(shop.run("history", "verify", "--against=bent.json", "--public-key=key.pub")
                        .output())
                .contains("is not signed with that key");
        shop.write("plain.json", shop.run("history", "export-head").output());
        assertThat(shop.run("history", "verify", "--against=plain.json", "--public-key=key.pub")
                        .output())
                .contains("is not signed: it was exported without --sign-key");
        assertThat(shop.run("history", "export-head", "--sign-key", "key.pub").exitCode())
                .isEqualTo(64);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }
}
