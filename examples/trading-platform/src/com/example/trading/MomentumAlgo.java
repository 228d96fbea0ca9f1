package com.example.trading;

import java.util.logging.Logger;

/** Trades by itself; nothing can stop it (MiFID II, Delegated Regulation (EU) 2017/589, article 12). */
final class MomentumAlgo {
    private static final Logger LOG = Logger.getLogger("momentum");

    void run(String account, Iterable<QuickOrder> signals) {
        for (QuickOrder o : signals) {
            long at = System.currentTimeMillis();
            LOG.info("account " + account + " sends " + o.isin() + " at " + at + " for " + o.total());
        }
    }
}
