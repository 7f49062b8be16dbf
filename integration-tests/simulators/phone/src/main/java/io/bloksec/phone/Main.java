package io.bloksec.phone;

/** The command line. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {}
}
