package shop.web

import shop.store.Filter
import shop.store.ItemStore
import shop.store.Names

@RestController
@RequestMapping("/items")
class Items(private val store: ItemStore) {
    @GetMapping("/by-name")
    fun byName(@RequestParam name: String): List<String> = store.byName(name)

    @GetMapping("/by-filter")
    fun byFilter(@RequestParam name: String): List<String> {
        return store.byFilter(Filter("id", name))
    }

    @GetMapping("/count")
    fun count(@RequestParam name: String): Int = store.count(Names.known(name))

    @GetMapping("/fixed")
    fun fixed(): List<String> = store.fixed("constant")
}
