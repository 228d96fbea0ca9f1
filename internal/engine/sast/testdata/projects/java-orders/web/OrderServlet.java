package com.example.orders.web;

import com.example.orders.store.Criteria;
import com.example.orders.store.OrderStore;
import com.example.orders.store.Reports;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class OrderServlet extends HttpServlet {
    private final OrderStore orders = new OrderStore();
    private final Reports reports = new Reports();

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Criteria c = new Criteria();
        c.setClient(request.getParameter("client"));
        c.setStatus("OPEN");
        orders.byClient(c);
        orders.byStatus(c);
        orders.byId(Long.parseLong(request.getParameter("id")));
        reports.open(request.getParameter("report"));
        reports.known("daily");
    }
}
