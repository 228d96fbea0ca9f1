using Microsoft.Data.SqlClient;

namespace Shop.west;

// The same names as in the other branch, with nothing in common.
public interface ISlips { string Find(string number); }

public class Slips : ISlips
{
    private readonly SqlConnection _c;
    public Slips(SqlConnection c) { _c = c; }

    public string Find(string number)
    {
        // ruleid: sql-injection
        using var cmd = new SqlCommand("SELECT line FROM slips WHERE number = " + number, _c);
        return (string)cmd.ExecuteScalar();
    }
}
