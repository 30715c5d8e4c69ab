package dev.dromon.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a request goes: the address is judged, and is the one that is connected to. Rule: docs/reference/event-delivery.md, addresses.
 *
 * @param field      where the address was written, for messages
 * @param url        as written
 * @param allowLocal whether addresses of this machine and link, and of cloud metadata, may be called
 * @param allowBy    what allows that, for messages
 */
public record HttpTarget(String field, String url, boolean allowLocal, String allowBy) {

    private static final String PLAIN = "http";
    private static final String SECURE = "https";
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;

    /** An address cannot be used; the message says why and what to do, without the address itself, which may hold a token. */
    public static final class UnusableAddress extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableAddress(String message) {
            super(message);
        }
    }

    /** A request to the address, without headers; redirects are not followed. Asks the DNS, which may take long. */
    public RequestOptions request(HttpMethod method) throws UnusableAddress {
        return request(method, resolved());
    }

    /** The same when the DNS was asked before. */
    public RequestOptions request(HttpMethod method, InetAddress host) throws UnusableAddress {
        URI uri = uri();
        boolean secure = SECURE.equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? SECURE_PORT : PLAIN_PORT;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions().setMethod(method).setHost(uri.getHost()).setPort(port).setSsl(secure).setFollowRedirects(false)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()).setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(host, port)));
    }

    /** The name or address of the host, as written. */
    public String host() throws UnusableAddress {
        return uri().getHost();
    }

    private URI uri() throws UnusableAddress {
        try {
            URI uri = new URI(url);
            boolean known = PLAIN.equalsIgnoreCase(uri.getScheme()) || SECURE.equalsIgnoreCase(uri.getScheme());
            if (!known || uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw new UnusableAddress(field + " is no http or https address of a host without user info; correct it");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new UnusableAddress(field + " cannot be read as an address; correct it");
        }
    }

    /** What the DNS says the host is, if that may be called. May take long. */
    public InetAddress resolved() throws UnusableAddress {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host());
            for (InetAddress address : addresses) {
                Optional<String> refusal = AddressRule.refusal(address, allowLocal);
                if (refusal.isPresent()) {
                    throw new UnusableAddress("the host of " + field + " is " + address.getHostAddress() + ", " + refusal.get() + "; use another host, or set " + allowBy);
                }
            }
            return addresses[0];
        } catch (UnknownHostException e) {
            throw new UnusableAddress("the host of " + field + " has no address; correct it, or look at the cluster's DNS");
        }
    }
}
