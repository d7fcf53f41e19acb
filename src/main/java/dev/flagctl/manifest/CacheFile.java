// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a cache file holds: sound documents, by file and by their bytes.
 *
 * <p>A document is known again by its bytes themselves, not by a digest of them: comparing is faster than SHA-256 and cannot be
 * wrong. A file whose stamp did not change is not even read.
 */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class CacheFile {

    /** Raised when the layout or the meaning of anything in it changes. */
    static final int FORMAT = 3;

    private static final long MAGIC = 0x464C_4147_4354_4C01L;
    private static final int HEADER = 16;

    private final byte[] bytes;
    private final ByteReader.Texts texts;
    private final int rawStart;
    private final Map<String, CachedFile> files = new HashMap<>();
    private final List<CachedDocument> documents = new ArrayList<>();
    private @Nullable Map<Long, List<CachedDocument>> byContent;

    /** A file as it was when its documents were found sound. */
    record CachedFile(FileStamp stamp, boolean isSettled, List<CachedDocument> documents) {}

    /** One document; numbers are places in the bytes of the cache. */
    record CachedDocument(
            int line,
            int kind,
            String name,
            int rawOffset,
            int rawLength,
            boolean isFeature,
            int offset,
            int canonicalOffset,
            int canonicalLength) {}

    private CacheFile(byte[] bytes, String identity) {
        this.bytes = bytes;
        ByteReader in = new ByteReader(bytes, HEADER, new ByteReader.Texts(bytes, new int[0]));
        ByteReader.Texts head = in.table();
        if (!head.get(0).equals(identity)) {
            throw new IllegalStateException("the cache is of another flagctl");
        }
        texts = in.table();
        ByteReader body = new ByteReader(bytes, in.position(), texts);
        int size = body.count();
        rawStart = body.position() + size;
        int count = body.count();
        for (int i = 0; i < count; i++) {
            file(body);
        }
    }

    /** Returns the content of a cache, or null when it is damaged or of another flagctl. */
    static @Nullable CacheFile of(byte[] bytes, String identity) {
        try {
            if (bytes.length < HEADER || number(bytes, 0) != MAGIC || number(bytes, 8) != sum(bytes, bytes.length)) {
                return null;
            }
            return new CacheFile(bytes, identity);
        } catch (IllegalStateException | IndexOutOfBoundsException | ArithmeticException damaged) {
            return null;
        }
    }

    private void file(ByteReader in) {
        String name = in.text();
        FileStamp stamp = new FileStamp(in.number(), in.number(), in.text());
        boolean settled = in.bool();
        int count = in.count();
        List<CachedDocument> own = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int line = in.integer();
            int kind = in.integer();
            String document = in.text();
            int rawOffset = rawStart + in.integer();
            int rawLength = in.integer();
            boolean feature = in.bool();
            int canonicalLength = in.count();
            int canonical = in.position();
            in.skip(canonicalLength);
            int length = in.count();
            own.add(new CachedDocument(
                    line, kind, document, rawOffset, rawLength, feature, in.position(), canonical, canonicalLength));
            in.skip(length);
        }
        documents.addAll(own);
        files.put(name, new CachedFile(stamp, settled, own));
    }

    /** Returns the documents of a file that surely did not change, or null. */
    @Nullable
    List<CachedDocument> unchanged(FoundFile file) {
        CachedFile cached = files.get(file.name());
        return cached != null && cached.isSettled && cached.stamp.equals(file.stamp()) ? cached.documents : null;
    }

    int files() {
        return files.size();
    }

    /** Returns a sound document of exactly these bytes, or null. */
    @Nullable
    CachedDocument find(byte[] text, int offset, int length) {
        if (byContent == null) {
            byContent = new HashMap<>();
            for (CachedDocument document : documents) {
                byContent
                        .computeIfAbsent(
                                key(bytes, document.rawOffset, document.rawLength), absent -> new ArrayList<>(1))
                        .add(document);
            }
        }
        for (CachedDocument document : byContent.getOrDefault(key(text, offset, length), List.of())) {
            if (Arrays.equals(
                    bytes,
                    document.rawOffset,
                    document.rawOffset + document.rawLength,
                    text,
                    offset,
                    offset + length)) {
                return document;
            }
        }
        return null;
    }

    /** Fills a document from the cache. */
    void fill(Document document, CachedDocument cached) {
        document.kind = ManifestKind.values()[cached.kind];
        document.name = cached.name;
        document.raw = bytes;
        document.rawOffset = cached.rawOffset;
        document.rawLength = cached.rawLength;
        ByteReader in = new ByteReader(bytes, cached.offset, texts);
        if (cached.isFeature) {
            document.feature = FeatureCodec.read(in, document.file(), document.line());
            document.canonical =
                    () -> new String(bytes, cached.canonicalOffset, cached.canonicalLength, StandardCharsets.UTF_8);
        } else {
            document.tree = TreeCodec.read(in, document.line());
        }
    }

    static long number(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /** Returns the bytes of a cache file. */
    static byte[] pack(String identity, CacheContent content) {
        ByteWriter head = ByteWriter.fresh();
        Map<String, Integer> only = new HashMap<>();
        only.put(identity, 0);
        head.table(only);
        head.table(content.texts());
        ByteWriter body = content.body();
        head.number(body.size());
        byte[] start = head.toBytes();
        byte[] all =
                new byte[HEADER + start.length + body.size() + content.raw().size()];
        System.arraycopy(start, 0, all, HEADER, start.length);
        body.copyTo(all, HEADER + start.length);
        content.raw().copyTo(all, HEADER + start.length + body.size());
        put(all, 0, MAGIC);
        put(all, 8, sum(all, all.length));
        return all;
    }

    private static void put(byte[] bytes, int at, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    private static long sum(byte[] bytes, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, HEADER, end - HEADER);
        return crc.getValue();
    }

    private static long key(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return crc.getValue() << 31 | length;
    }
}
