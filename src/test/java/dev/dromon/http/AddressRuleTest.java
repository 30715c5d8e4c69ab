package dev.dromon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1,a loopback address", "127.8.9.1,a loopback address", "::1,a loopback address", "::ffff:127.0.0.1,a loopback address", "169.254.169.254,a link-local address",
        "169.254.0.1,a link-local address", "fe80::1,a link-local address", "::ffff:169.254.169.254,a link-local address", "fd00:ec2::254,the metadata service of a cloud",
        "168.63.129.16,the metadata service of a cloud", "100.100.100.200,the metadata service of a cloud"})
    void localAndMetadataAddressesMustBeAllowed(String address, String what) throws UnknownHostException {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), false)).contains(what);
        assertThat(AddressRule.refusal(InetAddress.getByName(address), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.1", "ff02::1"})
    void whatIsNoHostIsNeverCalled(String address) throws UnknownHostException {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), false)).isPresent();
        assertThat(AddressRule.refusal(InetAddress.getByName(address), true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.3.4", "192.168.1.1", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "fd12:3456:789a::1"})
    void othersMayBeCalled(String address) throws UnknownHostException {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), false)).isEmpty();
    }
}
