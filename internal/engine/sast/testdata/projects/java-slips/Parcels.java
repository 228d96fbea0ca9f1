package slips;

record ParcelSent(String label, int weight) {}

@RestController
class ParcelController {
    private final ApplicationEventPublisher events;

    ParcelController(ApplicationEventPublisher events) {
        this.events = events;
    }

    @PostMapping("/parcels")
    void send(@RequestParam String label) {
        events.publishEvent(new ParcelSent(label, 3));
    }
}
