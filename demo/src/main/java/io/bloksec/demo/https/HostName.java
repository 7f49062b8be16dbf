package io.bloksec.demo.https;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name by which phones of the local network reach this machine: a host name or an IPv4 address.
 *
 * <p>{@code ./start} runs this file from its source before anything is built, so it uses the JDK alone.
 *
 * @param text in lower case, as browsers write it
 */
public record HostName(String text) {

    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /**
     * Takes what a person typed.
     *
     * @throws IllegalArgumentException when it is neither; the message says so to that person
     */
    public HostName {
        String typed = text;
        text = text.toLowerCase(Locale.ROOT);
        String[] labels = text.split("\\.", -1);
        // As in addresses of the web: what ends in a number is an address of numbers, or nothing.
        boolean good = DIGITS.matcher(labels[labels.length - 1]).matches()
                ? labels.length == 4 && Arrays.stream(labels).allMatch(HostName::isOctet)
                : text.length() <= LONGEST
                        && Arrays.stream(labels)
                                .allMatch(label -> LABEL.matcher(label).matches());
        if (!good) {
            throw new IllegalArgumentException("not a host name or IPv4 address: " + typed);
        }
    }

    /** Whether it is four numbers. Browsers make no passkeys for those. */
    public boolean isAddress() {
        return DIGITS.matcher(text.substring(text.lastIndexOf('.') + 1)).matches();
    }

    /**
     * Refuses a name that leads elsewhere, so that nobody waits for a phone that cannot arrive.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public void checkLeadsHere() {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(text);
            for (InetAddress address : addresses) {
                if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                    return;
                }
            }
            String others =
                    Arrays.stream(addresses).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    text.equals(others)
                            ? "not an address of this machine: " + text
                            : text + " leads to " + others + ", which is not this machine");
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("this machine does not know the name " + text, e);
        } catch (SocketException e) {
            throw new IllegalArgumentException("this machine does not tell its addresses: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isOctet(String text) {
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) <= 255;
    }

    /** Prints the name as browsers write it, or says what is wrong with it and ends with 2. */
    public static void main(String[] arguments) {
        try {
            HostName name = new HostName(String.join(" ", arguments));
            name.checkLeadsHere();
            System.out.println(name);
        } catch (IllegalArgumentException e) {
            System.err.println("start: --https: " + e.getMessage());
            System.exit(2);
        }
    }
}
