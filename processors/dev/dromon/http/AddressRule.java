package dev.dromon.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** Which addresses may be called. Pure; never throws. Rule: docs/reference/event-delivery.md, addresses. */
final class AddressRule {

    /** Of clouds whose metadata service is not at a link-local address: Alibaba, Azure, AWS by IPv6. */
    private static final Set<String> METADATA = Set.of("100.100.100.200", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254");

    private AddressRule() {
    }

    /** What the address is that must not be called; empty when it may. */
    static Optional<String> refusal(InetAddress address, boolean allowLocal) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.of("not the address of one host");
        }
        if (allowLocal) {
            return Optional.empty();
        }
        if (address.isLoopbackAddress()) {
            return Optional.of("a loopback address");
        }
        if (address.isLinkLocalAddress()) {
            return Optional.of("a link-local address");
        }
        return METADATA.contains(address.getHostAddress()) ? Optional.of("the metadata service of a cloud") : Optional.empty();
    }
}
