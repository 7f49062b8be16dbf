import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Run by {@code ./start} before anything is built: says which of the given ports of localhost, and of the given host, is taken. */
final class PortsFree {

    private PortsFree() {}

    public static void main(String[] arguments) throws IOException {
        List<String> ports = List.of(arguments).subList(1, arguments.length);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String host : List.of("localhost", arguments[0])) {
            addresses.addAll(List.of(InetAddress.getAllByName(host)));
        }
        for (String port : ports) {
            for (InetAddress address : addresses) {
                if (answers(new InetSocketAddress(address, Integer.parseInt(port)))) {
                    System.err.println("start: port " + port + " is taken: stop what uses it, or choose another by --port N");
                    System.exit(1);
                }
            }
        }
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
