using Microsoft.Data.SqlClient;

namespace Shop.east;

public interface ISlips { string Find(string number); }

// Only this branch's desk calls it, with a number of its own.
public class Slips : ISlips
{
    private readonly SqlConnection _c;
    public Slips(SqlConnection c) { _c = c; }

    public string Find(string number)
    {
        // ok: sql-injection
        using var cmd = new SqlCommand("SELECT line FROM slips WHERE number = '" + number + "'", _c);
        return (string)cmd.ExecuteScalar();
    }
}
