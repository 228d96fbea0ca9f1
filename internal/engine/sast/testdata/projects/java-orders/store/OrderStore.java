package com.example.orders.store;

import java.sql.Connection;
import java.sql.Statement;

public class OrderStore {
    private Connection db;

    public void byClient(Criteria c) throws Exception {
        Statement s = db.createStatement();
        // ruleid: sql-injection
        s.executeQuery("SELECT * FROM orders WHERE client = '" + c.getClient() + "'");
    }

    public void byStatus(Criteria c) throws Exception {
        Statement s = db.createStatement();
        // ok: sql-injection
        s.executeQuery("SELECT * FROM orders WHERE status = '" + c.getStatus() + "'");
    }

    public void byId(long id) throws Exception {
        Statement s = db.createStatement();
        // ok: sql-injection
        s.executeQuery("SELECT * FROM orders WHERE id = " + id);
    }
}
