package io.crawljob.operator.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Sizes as Kubernetes writes them ({@code 10Mi}, {@code 1e6}), in whole bytes. */
final class Quantities {

    private static final Pattern FORM =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTPE]i|[numkMGTPE]?|[eE][0-9]{1,2})");
    private static final String DECIMAL = "numkMGTPE";
    private static final int[] POWERS = {-9, -6, -3, 3, 6, 9, 12, 15, 18};
    private static final String BINARY = "KMGTPE";
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /** Empty if the text is not a quantity, not whole, or not above zero. */
    static OptionalLong bytes(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) return OptionalLong.empty();
        var value = new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2)));
        if (value.signum() <= 0 || value.stripTrailingZeros().scale() > 0) return OptionalLong.empty();
        return OptionalLong.of(value.min(MOST).longValueExact());
    }

    private static BigDecimal unit(String suffix) {
        if (suffix.isEmpty()) return BigDecimal.ONE;
        if (suffix.endsWith("i"))
            return new BigDecimal(BigInteger.ONE.shiftLeft(10 * (BINARY.indexOf(suffix.charAt(0)) + 1)));
        var power =
                suffix.length() > 1 ? Integer.parseInt(suffix.substring(1)) : POWERS[DECIMAL.indexOf(suffix.charAt(0))];
        return BigDecimal.ONE.scaleByPowerOfTen(power);
    }
}
