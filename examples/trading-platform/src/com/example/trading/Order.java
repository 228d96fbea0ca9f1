package com.example.trading;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order with what MiFID II wants kept of it (Delegated Regulation (EU) 2017/580, annex: client,
 * decision maker, execution within firm, instrument, side, quantity, price, time in microseconds).
 */
public record Order(
        String orderId,
        String clientId,
        String decisionMakerId,
        String executingTraderId,
        String isin,
        Side side,
        long quantity,
        BigDecimal limitPrice,
        String currency,
        Instant submittedAt) {
    public enum Side { BUY, SELL }
}
