package com.example.trading;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Orders in the database. */
final class OrderStore {
    private static final String URL = "jdbc:postgresql://orders-db.internal/orders?user=trading&password=Zx8mVq2LwR5t";
    private static final String AUDIT_URL = "jdbc:postgresql://audit-db.internal/audit";

    Connection open() throws SQLException {
        return DriverManager.getConnection(URL);
    }

    Connection openAudit() throws SQLException {
        return DriverManager.getConnection(AUDIT_URL, "audit", System.getenv("AUDIT_PASSWORD"));
    }

    List<String> byClient(Connection c, String client) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT order_id FROM orders WHERE client = '" + client + "'")) {
            return ids(r);
        }
    }

    List<String> byInstrument(Connection c, String isin) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT order_id FROM orders WHERE isin = ?")) {
            s.setString(1, isin);
            try (ResultSet r = s.executeQuery()) {
                return ids(r);
            }
        }
    }

    static BigDecimal commission(Order o) {
        return o.limitPrice().multiply(BigDecimal.valueOf(o.quantity())).multiply(new BigDecimal("0.0012"));
    }

    private static List<String> ids(ResultSet r) throws SQLException {
        List<String> out = new ArrayList<>();
        while (r.next()) {
            out.add(r.getString(1));
        }
        return out;
    }
}
