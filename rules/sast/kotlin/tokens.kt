fun payload(token: String): String {
    // ruleid: jwt-not-verified
    return String(Base64.getUrlDecoder().decode(token.split(".")[1]))
}

fun page(cursor: String): String {
    // ok: jwt-not-verified
    return String(Base64.getUrlDecoder().decode(cursor))
}

fun claims(token: String): JWTClaimsSet {
    // ruleid: jwt-not-verified
    return SignedJWT.parse(token).jwtClaimsSet
}

fun checked(token: String, verifier: JWSVerifier): JWTClaimsSet {
    // ok: jwt-not-verified
    val jwt = SignedJWT.parse(token)
    check(jwt.verify(verifier)) { "signature" }
    return jwt.jwtClaimsSet
}

// ruleid: xxe
fun open(input: InputStream) = DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }.newDocumentBuilder().parse(input)

// ok: xxe
fun closed(input: InputStream) = DocumentBuilderFactory.newInstance().apply { setFeature("http://apache.org/xml/features/disallow-doctype-decl", true) }.newDocumentBuilder().parse(input)

class Reader {
    private val parsers = SAXParserFactory.newInstance().also { it.isValidating = false }

    // ruleid: xxe
    fun read(input: InputStream, handler: DefaultHandler) = parsers.newSAXParser().parse(input, handler)
}

class Careful {
    private val parsers = SAXParserFactory.newInstance().also { it.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true) }

    // ok: xxe
    fun read(input: InputStream, handler: DefaultHandler) = parsers.newSAXParser().parse(input, handler)
}

fun mapper() = ObjectMapper().apply {
    // ruleid: unsafe-deserialisation
    activateDefaultTyping(LaissezFaireSubTypeValidator.instance, DefaultTyping.NON_FINAL)
    // ok: unsafe-deserialisation
    activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfSubType("app.").build(), DefaultTyping.NON_FINAL)
}
