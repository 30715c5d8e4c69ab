package dev.dromon.sink;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where a request goes: the address is judged, and is the one that is connected to. Rule: docs/reference/event-delivery.md, addresses. */
final class HttpTarget {

    private static final String PLAIN = "http";
    private static final String SECURE = "https";
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;

    private HttpTarget() {
    }

    /** An address cannot be used; the message says why and what to do, without the address itself, which may hold a token. */
    static final class UnusableAddress extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableAddress(String message) {
            super(message);
        }
    }

    /**
     * An address as somebody wrote it.
     *
     * @param field      where, for messages
     * @param allowLocal whether addresses of this machine and link, and of cloud metadata, may be called
     * @param orElse     what allows those, for messages
     */
    record Written(String field, String url, boolean allowLocal, String orElse) {
    }

    /** A POST request to the address, without headers. Asks the DNS. */
    static RequestOptions post(SinkTerms.Http terms) throws UnusableAddress {
        return request(HttpMethod.POST, new Written(terms.field(), terms.url(), terms.allowLocal(), "set spec.http.allowLocalAddresses of an EventSink"));
    }

    /** A request to the address, without headers. Asks the DNS. */
    static RequestOptions request(HttpMethod method, Written written) throws UnusableAddress {
        URI url = url(written);
        boolean secure = SECURE.equalsIgnoreCase(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? SECURE_PORT : PLAIN_PORT;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions().setMethod(method).setHost(url.getHost()).setPort(port).setSsl(secure).setFollowRedirects(false)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery()).setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(resolved(url, written), port)));
    }

    private static URI url(Written written) throws UnusableAddress {
        try {
            URI url = new URI(written.url());
            boolean known = PLAIN.equalsIgnoreCase(url.getScheme()) || SECURE.equalsIgnoreCase(url.getScheme());
            if (!known || url.getHost() == null || url.getRawUserInfo() != null) {
                throw new UnusableAddress(written.field() + " is no http or https address of a host without user info; correct it");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new UnusableAddress(written.field() + " cannot be read as an address; correct it");
        }
    }

    private static InetAddress resolved(URI url, Written written) throws UnusableAddress {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
            for (InetAddress address : addresses) {
                Optional<String> refusal = AddressRule.refusal(address, written.allowLocal());
                if (refusal.isPresent()) {
                    throw new UnusableAddress("the host of " + written.field() + " is " + address.getHostAddress() + ", " + refusal.get()
                            + "; use another host, or " + written.orElse());
                }
            }
            return addresses[0];
        } catch (UnknownHostException e) {
            throw new UnusableAddress("the host of " + written.field() + " has no address; correct it, or look at the cluster's DNS");
        }
    }
}
