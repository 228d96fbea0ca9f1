@RestController
class Rights {
    @PatchMapping("/p/{id}")
    void patch(@PathVariable long id, @RequestBody Map<String, Object> fields, ObjectMapper mapper) {
        // ruleid: mass-assignment
        mapper.updateValue(repo.find(id), fields);
    }
    @PatchMapping("/q/{id}")
    void some(@PathVariable long id, @RequestBody Form form, Row row) {
        // ok: mass-assignment
        row.setName(form.getName());
    }
    @GetMapping("/a/{id}")
    // ruleid: missing-authorisation
    Account get(@PathVariable long id, Principal me) { return accounts.findById(id); }
    @GetMapping("/b/{id}")
    // ok: missing-authorisation
    Account own(@PathVariable long id, Principal me) { return accounts.findByIdAndOwner(id, me.getName()); }
    void rules(Registry a) {
        // ruleid: open-administration
        a.requestMatchers("/admin/**").permitAll();
        // ok: open-administration
        a.requestMatchers("/admin/**").hasRole("ADMIN");
        // ok: open-administration
        a.requestMatchers("/public/**").permitAll();
    }
}
