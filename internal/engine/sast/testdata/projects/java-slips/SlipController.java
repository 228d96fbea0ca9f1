package slips;

import org.springframework.web.bind.annotation.*;

record Order(String till, int copies) {
    String target() {
        return "/slips/" + till;
    }
}

@RestController
class SlipController {
    private final Printer printer;

    SlipController(Printer printer) {
        this.printer = printer;
    }

    @GetMapping("/tills")
    Mono<Void> till(@RequestParam String till) {
        return Mono.just(till).map(String::toLowerCase).flatMap(printer::open);
    }

    @GetMapping("/count")
    void count(@RequestParam String count) {
        Optional.of(count).map(Integer::parseInt).ifPresent(printer::many);
    }

    @PostMapping("/slips")
    void slip(@RequestBody Order order) {
        printer.print(order.target());
    }
}
