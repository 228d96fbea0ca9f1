package shop

import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.RestController

@RestController
class SlipController {
    @GetMapping("/slips")
    fun print(@RequestParam till: String) {
        val slip = Slip(till, 2)
        // ruleid: command-injection
        Runtime.getRuntime().exec(slip.target)
        // ok: command-injection
        Runtime.getRuntime().exec(slip.pages)
    }
}
