package dev.dromon.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate that a server shows, which may be replaced at any time: handshakes that have begun end with the one they began with, connections that are open stay.
 * Before the first one no handshake succeeds. Thread-safe.
 */
public final class ServingCertificate extends X509ExtendedKeyManager {

    private volatile Shown current;
    private volatile Shown before;

    /** A certificate under a name of its own: JSSE asks for chain and key one after the other, and must not get those of two. */
    private record Shown(String alias, List<X509Certificate> chain, PrivateKey key) {
    }

    /** From now on shows this certificate, first of its chain, whose key it is. */
    public synchronized void show(List<X509Certificate> chain, PrivateKey key) {
        before = current;
        current = new Shown(String.valueOf(current == null ? 0 : Long.parseLong(current.alias()) + 1), List.copyOf(chain), key);
    }

    /** The certificate that is shown; empty before the first. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(current).map(shown -> shown.chain().get(0));
    }

    private Optional<Shown> named(String alias) {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(before)).flatMap(Optional::stream).filter(shown -> shown.alias().equals(alias)).findFirst();
    }

    private Optional<String> alias(String keyType) {
        return Optional.ofNullable(current).filter(shown -> shown.key().getAlgorithm().equals(keyType)).map(Shown::alias);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType).orElse(null);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType).orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return alias(keyType).stream().toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias).map(shown -> shown.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).map(Shown::key).orElse(null);
    }

    /** A server's certificate is nothing to show as a client. */
    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
