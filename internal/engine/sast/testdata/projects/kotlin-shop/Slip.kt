package shop

data class Slip(val till: String, val copies: Int) {
    val target: String get() = "/slips/$till"
    val pages: String get() = "pages $copies"
}
