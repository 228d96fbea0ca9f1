class Client {
    Client(Settings settings) {
        if (settings.isInsecure()) {
            // ruleid: tls-not-verified
            builder.hostnameVerifier((host, session) -> true);
        }
        if (settings.isLarge()) {
            // ok: tls-not-verified
            builder.hostnameVerifier((host, session) -> true);
        }
    }
}
