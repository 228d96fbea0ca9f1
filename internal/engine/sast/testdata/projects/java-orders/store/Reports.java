package com.example.orders.store;

import java.io.FileInputStream;

public class Reports {
    public void open(String name) throws Exception {
        // ruleid: path-traversal
        new FileInputStream("/reports/" + name);
    }

    public void known(String name) throws Exception {
        // ok: path-traversal
        new FileInputStream("/reports/" + name);
    }
}
