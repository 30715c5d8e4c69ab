package dev.dromon.admission;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate with its key.
 *
 * @param chain the certificate, then those that vouch for it as far as they are there; never empty
 * @param key   RSA or EC
 */
record PemPair(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROOF = "proof".getBytes(StandardCharsets.US_ASCII);

    PemPair {
        chain = List.copyOf(chain);
    }

    /** A certificate or key cannot be used; one sentence that tells nothing of the key. */
    static final class UnusablePair extends Exception {

        private static final long serialVersionUID = 1L;

        UnusablePair(String message) {
            super(message);
        }

        UnusablePair(String message, Throwable cause) {
            super(message, cause);
        }
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Reads both from PEM; the key in PKCS#8, PKCS#1 or SEC1, without a password. {@link UnusablePair} when they cannot be read, or are not of each other. */
    static PemPair read(byte[] certificates, byte[] key) throws UnusablePair {
        List<X509Certificate> chain = certificates(certificates);
        if (chain.isEmpty()) {
            throw new UnusablePair("expected a certificate in PEM, found none");
        }
        PemPair pair = new PemPair(chain, key(key));
        if (!pair.fits()) {
            throw new UnusablePair("expected the key of the certificate, found another key");
        }
        return pair;
    }

    /** All certificates of a PEM document; none of an empty one. {@link UnusablePair} when it cannot be read. */
    static List<X509Certificate> certificates(byte[] pem) throws UnusablePair {
        List<X509Certificate> found = new ArrayList<>();
        try (PEMParser parser = parser(pem)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusablePair("expected certificates in PEM, found something that cannot be read", e);
        }
    }

    /** The cause is left out: a parser may repeat what it read. */
    private static PrivateKey key(byte[] pem) throws UnusablePair {
        try (PEMParser parser = parser(pem)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                }
                if (next instanceof PrivateKeyInfo info) {
                    return key(info);
                }
            }
            throw new UnusablePair("expected a key in PEM without a password, found none");
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusablePair("expected a key in PEM, found something that cannot be read");
        }
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException, UnusablePair {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        }
        throw new UnusablePair("expected a key of RSA or EC, found one of " + algorithm);
    }

    private static PEMParser parser(byte[] pem) {
        return new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)));
    }

    /** A key that the certificate's algorithm cannot use is another certificate's too. */
    private boolean fits() {
        String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROOF);
            byte[] signed = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate().getPublicKey());
            checking.update(PROOF);
            return checking.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Certificates and keys as PEM, in their order; keys in PKCS#8. */
    static String pem(List<?> objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object instanceof PrivateKey key ? new PemObject("PRIVATE KEY", key.getEncoded()) : object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what was just made cannot be written as PEM", e);
        }
        return text.toString();
    }
}
