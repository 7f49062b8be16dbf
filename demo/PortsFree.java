import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Run by {@code ./start} before anything is built: says which of the given ports of localhost is taken. */
final class PortsFree {

    private PortsFree() {}

    public static void main(String[] ports) throws IOException {
        for (String port : ports) {
            for (InetAddress address : InetAddress.getAllByName("localhost")) {
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
