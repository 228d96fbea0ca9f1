package com.example.trading;

/** An order as the old front end sends it: nobody can tell later who decided, for whom, and when. */
public record QuickOrder(String isin, boolean buy, long quantity, double price) {
    double total() {
        return quantity * price;
    }
}
