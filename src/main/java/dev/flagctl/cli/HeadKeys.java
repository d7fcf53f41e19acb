// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signs and checks with Ed25519 keys in PEM files, as {@code openssl genpkey -algorithm ed25519} makes them. */
final class HeadKeys {

    private static final String ALGORITHM = "Ed25519";

    private HeadKeys() {}

    /**
     * Returns a signature in Base64.
     *
     * @param option the option that named the key
     * @throws UsageException when the file has no private key of this kind
     */
    static String sign(String option, Path privateKey, byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(der(privateKey, "PRIVATE KEY"))));
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw noKey(option, privateKey, "private");
        }
    }

    /**
     * Tells whether a signature was made of a text with the private half of a key.
     *
     * @param option the option that named the key
     * @throws UsageException when the file has no public key of this kind
     */
    static boolean isSigned(String option, Path publicKey, byte[] text, String signatureInBase64) {
        Signature signature;
        try {
            signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(der(publicKey, "PUBLIC KEY"))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw noKey(option, publicKey, "public");
        }
        try {
            signature.update(text);
            return signature.verify(Base64.getDecoder().decode(signatureInBase64));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] der(Path file, String what) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("cannot read the key " + file + ": " + FileFault.reading(e));
        }
        String begin = "-----BEGIN " + what + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + what + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + what);
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static UsageException noKey(String option, Path file, String half) {
        return new UsageException(option + " must name a PEM file with an Ed25519 " + half + " key, but " + file
                + " is none; openssl genpkey -algorithm ed25519 makes one");
    }
}
