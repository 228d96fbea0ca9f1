package com.example.trading;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/** A small order gateway. It is an example for Assay: some of it is wrong on purpose, see expected.yaml. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7202), 0);
        Pages pages = new Pages();
        server.createContext("/hello", pages::hello);
        server.createContext("/welcome", pages::welcome);
        server.createContext("/report", pages::report);
        server.createContext("/statement", pages::statement);
        server.createContext("/quote", pages::quote);
        server.createContext("/index", pages::index);
        server.start();
        System.out.println("listening on http://127.0.0.1:7202");
        if (args.length > 0 && args[0].equals("--check")) {
            server.stop(0);
        }
    }
}
