package io.crawljob.operator.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as people read them, rounded so that they stand still. All of them are UTC. */
final class Moments {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Moments() {}

    /** The next whole second: who waits until then has not come too early. */
    static Instant second(Instant time) {
        var whole = time.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(time) ? time : whole.plusSeconds(1);
    }

    /** {@code 10:31:04}, with the date if it is further away than half a day. */
    static String until(Instant time, Instant now) {
        var whole = second(time);
        return (Duration.between(now, whole).toHours() < 12 ? CLOCK : DAY).format(whole);
    }

    /** An estimate, as coarse as it is far. */
    static Instant estimate(Instant time, Instant now) {
        var seconds = step(Duration.between(now, time));
        return Instant.ofEpochSecond(Math.ceilDiv(second(time).getEpochSecond(), seconds) * seconds);
    }

    private static long step(Duration ahead) {
        if (ahead.toMinutes() < 10) return 10;
        if (ahead.toHours() < 1) return 60;
        return ahead.toDays() < 1 ? 600 : 3_600;
    }
}
