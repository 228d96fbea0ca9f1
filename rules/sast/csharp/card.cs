[Table("cards")]
public class Card
{
    [Key]
    public long Id { get; set; }
    // ruleid: security-code-stored
    public string Cvv { get; set; }
    // ruleid: card-number-stored
    public string CardNumber { get; set; }
    // ok: card-number-stored
    public string CardToken { get; set; }
}

public class CardRequest
{
    // ok: security-code-stored
    public string Cvv { get; set; }
    // ok: card-number-stored
    public string CardNumber { get; set; }
}

class Store
{
    // ruleid: security-code-stored
    const string Add = "INSERT INTO cards (token, cvv) VALUES (@t, @c)";
    // ruleid: card-number-stored
    const string Cards = "CREATE TABLE cards (id BIGINT, card_number NVARCHAR(19))";
    // ok: card-number-stored, security-code-stored
    const string Tokens = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))";

    string Link(string number, string token)
    {
        // ok: card-data-in-url
        var good = "/pay?token=" + token;
        // ruleid: card-data-in-url
        return "/pay?cardNumber=" + number;
    }

    void Keep(HttpResponse response, string number, string token)
    {
        // ruleid: card-data-on-client
        response.Cookies.Append("cardNumber", number);
        // ok: card-data-on-client
        response.Cookies.Append("cardToken", token);
    }
}
