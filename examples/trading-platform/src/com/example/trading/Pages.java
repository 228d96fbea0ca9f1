package com.example.trading;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Set;

/** What the gateway answers over HTTP. */
final class Pages {
    private static final Set<String> FEEDS = Set.of("quotes.example.com", "fixing.example.com");
    private final OrderStore orders = new OrderStore();

    void hello(HttpExchange x) throws IOException {
        send(x, 200, "<h1>Hello " + parameter(x, "name") + "</h1>");
    }

    void welcome(HttpExchange x) throws IOException {
        send(x, 200, "<h1>Welcome " + escape(parameter(x, "name")) + "</h1>");
    }

    void report(HttpExchange x) throws IOException {
        send(x, 200, Files.readString(Path.of("reports", parameter(x, "file"))));
    }

    void statement(HttpExchange x) throws IOException {
        Path base = Path.of("statements").toRealPath();
        Path wanted = base.resolve(parameter(x, "file")).normalize();
        if (!wanted.startsWith(base)) {
            send(x, 404, "no such statement");
            return;
        }
        send(x, 200, Files.readString(wanted));
    }

    void quote(HttpExchange x) throws IOException {
        try (InputStream in = new URL(parameter(x, "feed")).openStream()) {
            send(x, 200, new String(in.readNBytes(4096), StandardCharsets.UTF_8));
        }
    }

    void index(HttpExchange x) throws IOException {
        String host = parameter(x, "host");
        if (!FEEDS.contains(host)) {
            send(x, 400, "unknown feed");
            return;
        }
        try (InputStream in = URI.create("https://" + host + "/index").toURL().openStream()) {
            send(x, 200, escape(new String(in.readNBytes(4096), StandardCharsets.UTF_8)));
        }
    }

    void history(HttpExchange x) throws Exception {
        try (Connection c = orders.open()) {
            send(x, 200, orders.byClient(c, parameter(x, "client")).toString());
        }
    }

    void instrument(HttpExchange x) throws Exception {
        try (Connection c = orders.openAudit()) {
            send(x, 200, orders.byInstrument(c, parameter(x, "isin")).toString());
        }
    }

    private static String parameter(HttpExchange x, String name) {
        String query = x.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static String escape(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static void send(HttpExchange x, int status, String body) throws IOException {
        byte[] data = body.getBytes(StandardCharsets.UTF_8);
        x.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        x.sendResponseHeaders(status, data.length);
        x.getResponseBody().write(data);
        x.close();
    }
}
