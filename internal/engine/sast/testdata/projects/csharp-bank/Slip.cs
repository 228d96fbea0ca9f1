public record Slip(string Till, int Copies)
{
    public string Target => "/slips/" + Till;
    public string Pages => "pages " + Copies;
}
