package dev.dromon.admission;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A serving certificate that was just made, and the authority that vouches for it. The authority's key is forgotten once it has signed: nobody can have anything else signed
 * by it, and no Secret has to keep it.
 */
record IssuedPair(PemPair serving, X509Certificate authority) {

    private static final String SIGNED_BY = "SHA256withECDSA";
    private static final int SERIAL_BITS = 120;
    /** Clocks of API servers may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** For the DNS names, valid from some minutes ago until the end of its lifetime; P-256. */
    static IssuedPair make(List<String> names, Instant now, Duration lifetime) {
        try {
            Validity validity = new Validity(Date.from(now.minus(SKEW)), Date.from(now.plus(lifetime)));
            KeyPair authorityKeys = keys();
            BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM);
            X500Name issuer = new X500Name("CN=dromon-webhook-ca-" + serial.toString(Character.MAX_RADIX));
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder authority = validity.builder(issuer, serial, issuer, authorityKeys).addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                    .addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(authorityKeys.getPublic()));
            KeyPair keys = keys();
            X509v3CertificateBuilder serving = validity.builder(issuer, new BigInteger(SERIAL_BITS, RANDOM), new X500Name("CN=dromon-webhook"), keys)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(authorityKeys.getPublic()))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream().map(n -> new GeneralName(GeneralName.dNSName, n)).toArray(GeneralName[]::new)));
            return new IssuedPair(new PemPair(List.of(signed(serving, authorityKeys)), keys.getPrivate()), signed(authority, authorityKeys));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("this JVM cannot make certificates of P-256", e);
        }
    }

    private record Validity(Date from, Date to) {

        X509v3CertificateBuilder builder(X500Name issuer, BigInteger serial, X500Name subject, KeyPair keys) {
            return new JcaX509v3CertificateBuilder(issuer, serial, from, to, subject, keys.getPublic());
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair by) throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(SIGNED_BY).build(by.getPrivate())));
    }
}
