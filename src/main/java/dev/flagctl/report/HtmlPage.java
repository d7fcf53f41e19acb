// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/**
 * Begins pages of HTML that need nothing else: no script, nothing from elsewhere, light or dark as the reader's system is.
 *
 * <p>A page is well-formed XML too. Classes of its style: {@code n} for numbers, {@code dim}, and those of {@link #ink}.
 */
public final class HtmlPage {

    private static final String STYLE = """

            :root{color-scheme:light dark;--ink:#1f2328;--dim:#59636e;--line:#d1d9e0;--back:#fff;--soft:#f6f8fa;
              --yellow:#9a6700;--cyan:#0969da;--green:#1a7f37;--red:#cf222e;--magenta:#8250df}
            @media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--dim:#9198a1;--line:#3d444d;--back:#0d1117;--soft:#151b23;
              --yellow:#d29922;--cyan:#4493f8;--green:#3fb950;--red:#f85149;--magenta:#ab7df8}}
            body{margin:2rem auto;max-width:72rem;padding:0 1rem;background:var(--back);color:var(--ink);
              font:15px/1.5 system-ui,sans-serif}
            h1{font-size:1.3rem}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%;margin:.6rem 0}
            th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}
            th{background:var(--soft)}td.n,th.n{text-align:right;white-space:nowrap}
            code,pre{font:13px/1.45 ui-monospace,monospace}pre{background:var(--soft);padding:.6rem;overflow-x:auto}
            details{margin:.4rem 0;border-left:3px solid var(--line);padding-left:.8rem}summary{cursor:pointer}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:var(--dim)}dd{margin:0}
            a{color:var(--cyan)}.dim{color:var(--dim)}.yellow{color:var(--yellow)}.cyan{color:var(--cyan)}
            .green{color:var(--green)}.red{color:var(--red)}.magenta{color:var(--magenta)}
            """;

    private HtmlPage() {}

    /** Returns a page in whose body the next element goes. */
    public static Markup begin(String title) {
        Markup page = new Markup("<!DOCTYPE html>\n");
        page.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
        // Even if a text ever got through as markup, a browser would load and run nothing.
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title).open("style").raw(STYLE);
        return page.close().close().line().open("body").line();
    }

    /** Returns the class of a colour. */
    public static String ink(Symbol symbol) {
        return switch (symbol.ink()) {
            case RED -> "red";
            case GREEN -> "green";
            case YELLOW -> "yellow";
            case MAGENTA -> "magenta";
            case CYAN -> "cyan";
            case DIM, BOLD -> "dim";
        };
    }

    /** Adds a link; the text alone when the address is none of the web. */
    public static void link(Markup page, String address, String words) {
        boolean isWeb = address.startsWith("https://") || address.startsWith("http://") || address.startsWith("../");
        if (isWeb) {
            page.element("a", words, "href", address);
        } else {
            page.text(words);
        }
    }
}
