package dev.dromon.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void aCursorIsReadAsItWasGivenOut() {
        Cursor cursor = new Cursor("1f", 12, new Cursor.Safe(3, 4), 56, new Cursor.Safe(7, 999_999_999_999_999_999L));

        assertThat(Cursor.parse(cursor.text())).contains(cursor);
        assertThat(Cursor.parse(Cursor.START.text())).contains(Cursor.START);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.a.1.1.1.1.1.1", "1.a.1", "2.a.1.1.1.1.1.1", "1.g.1.1.1.1.1.1", "1.a.-1.1.1.1.1.1", "1.a.1.1.1.1.1.1.1",
        "1.a.1.1.1.1.1.9999999999999999999"})
    void whatWasNotGivenOutIsNone(String plain) {
        boolean right = plain.equals("1.a.1.1.1.1.1.1");

        assertThat(Cursor.parse(plain)).isEmpty();
        assertThat(Cursor.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII))).isPresent()).isEqualTo(right);
        assertThat(Cursor.parse("A".repeat(301))).isEmpty();
    }
}
